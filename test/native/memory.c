/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory MODEL: whether a model, as it is and prepared, loads with exactly the memory that is measured, in one arena and in two
 * parts, and with 16 bytes less doesn't; between pages that can't be touched. Its outputs must be the same each time.
 *
 * Prints lines "NAME NUMBER": "bits" of this program's pointers; of the model "operators" and "runtime-tensors"; of "plain" and
 * "prepared" files "-arena-32", "-structures-32", "-activations", "-workspace-32", "-arena-64" and what the file's bytes hash
 * to,
 * "-file"; exit code 1 when something is wrong.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan.h"
#include "guarded.h"
#include "prepare.h"
#include "read_file.h"

enum { FRAMES = 2 };
static const uint64_t no_hash = 14695981039346656037u;

static const char *name = "plain";

static void require(bool fine, const char *what) {
  if (fine) return;
  fprintf(stderr, "%s: %s\n", name, what);
  exit(1);
}

static uint64_t add_to_hash(uint64_t hash, const void *data, size_t bytes) { /* FNV-1a */
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ ((const uint8_t *)data)[i]) * 1099511628211u;
  return hash;
}

static uint64_t run(tinyxs_model *model) {
  tinyxs_error error;
  uint64_t hash = no_hash;
  uint32_t noise = 1;
  for (uint32_t frame = 0; frame < FRAMES; frame++) {
    for (uint32_t i = 0; i < tinyxs_input_count(model); i++) {
      tinyxs_tensor tensor;
      tinyxs_input(model, i, &tensor);
      for (uint32_t k = 0; k < tensor.bytes; k++) {
        noise = noise * 1664525u + 1013904223u;
        ((uint8_t *)tensor.data)[k] = (uint8_t)(tensor.type == TINYXS_FLOAT32 && k % 4 == 3 ? 0x3f : noise >> 24);
      }
    }
    tinyxs_status status = tinyxs_run(model, &error);
    hash = add_to_hash(hash, &status, sizeof status);
    if (status != TINYXS_OK || tinyxs_stopped(model)) continue;
    for (uint32_t i = 0; i < tinyxs_output_count(model); i++) {
      tinyxs_tensor tensor;
      tinyxs_output(model, i, &tensor);
      hash = add_to_hash(hash, tensor.data, tensor.bytes);
    }
  }
  return hash;
}

static tinyxs_memory measure(const uint8_t *data, size_t size, uint32_t pointer_bytes) {
  tinyxs_error error;
  tinyxs_memory memory;
  uint32_t bytes = tinyxs_workspace(data, size, &error);
  require(bytes, "its workspace can't be measured");
  guarded workspace = map_guarded(bytes);
  memset(workspace.memory, 0xa5, bytes);
  require(tinyxs_measure(data, size, pointer_bytes, workspace.memory, bytes, &memory, &error) == TINYXS_OK,
          "it isn't measured");
  tinyxs_memory again;
  require(tinyxs_measure(data, size, pointer_bytes, workspace.memory, bytes - 1, &again, &error) == TINYXS_BAD_ARGUMENT,
          "it is measured with a workspace that is too small");
  require(unmap_guarded(&workspace), "measuring writes before its workspace");
  return memory;
}

/*
 * In `own` bytes, `shared` more in another place if there are any, and a workspace, which is gone when it runs. False: they are
 * too few; *hash is of the outputs.
 */
static bool load(const uint8_t *data, size_t size, uint32_t own, uint32_t shared, uint32_t workspace, uint64_t *hash) {
  tinyxs_error error;
  tinyxs_model *model;
  guarded first = map_guarded(own), second = map_guarded(shared ? shared : TINYXS_ALIGNMENT);
  guarded third = map_guarded(workspace ? workspace : TINYXS_ALIGNMENT);
  memset(first.memory, 0xa5, own);
  memset(second.memory, 0x5a, shared);
  uint8_t *work = workspace ? third.memory : NULL;
  tinyxs_status status =
      shared ? tinyxs_load_shared(data, size, first.memory, own, second.memory, shared, work, workspace, &model, &error)
             : tinyxs_load(data, size, first.memory, own, work, workspace, &model, &error);
  require(unmap_guarded(&third), "it writes before its workspace");
  require(status == TINYXS_OK || status == TINYXS_ARENA_TOO_SMALL, "it doesn't load");
  require((status == TINYXS_OK) == (model != NULL), "there is a model, or there is none");
  if (status == TINYXS_OK) *hash = run(model);
  require(unmap_guarded(&first) && unmap_guarded(&second), "it writes before its memory");
  return status == TINYXS_OK;
}

static uint64_t check(const uint8_t *data, size_t size) {
  enum { LESS = TINYXS_ALIGNMENT, MORE = 1 << 20 };
  tinyxs_memory memory = measure(data, size, sizeof(void *)), small = measure(data, size, 4), large = measure(data, size, 8);
  uint32_t own = memory.structures + memory.variables;
  uint32_t shared = memory.activations, work = memory.workspace, all = tinyxs_workspace(data, size, NULL);
  uint64_t hash = 0, other = 0;
  require(memory.arena == own + shared, "the arena isn't its parts");
  require(load(data, size, memory.arena, 0, work, &hash), "it doesn't load in the arena that is measured");
  for (uint32_t less = LESS; less < memory.arena; less *= 2) {
    require(!load(data, size, memory.arena - less, 0, work, &other), "it loads in less than is measured");
  }
  require(!work || !load(data, size, memory.arena, 0, work - LESS, &other), "it loads with too small a workspace");
  require(!work || !load(data, size, memory.arena, 0, 0, &other), "it loads without the workspace that it needs");
  require(load(data, size, memory.arena + MORE, 0, 0, &other) && other == hash, "the outputs depend on the arena's size");
  if (shared) {
    require(load(data, size, own, shared, all, &other), "it doesn't load in two parts");
    require(other == hash, "the outputs in two parts are others");
    require(!load(data, size, own - LESS, shared, all, &other), "it loads in a first part that is too small");
    require(shared <= LESS || !load(data, size, own, shared - LESS, all, &other),
            "it loads in a second part that is too small");
  }
  printf("%s-arena-32 %" PRIu32 "\n%s-structures-32 %" PRIu32 "\n%s-workspace-32 %" PRIu32 "\n", name, small.arena, name,
         small.structures, name, small.workspace);
  printf("%s-activations %" PRIu32 "\n%s-arena-64 %" PRIu32 "\n", name, small.activations, name, large.arena);
  printf("%s-file %" PRIu32 "\n", name, (uint32_t)add_to_hash(no_hash, data, size));
  return hash;
}

int main(int count, char **arguments) {
  if (count != 2) return fputs("usage: memory MODEL\n", stderr), 2;
  size_t size, prepared_size;
  uint8_t *data = read_file(arguments[1], &size), *prepared;
  if (!data) return perror(arguments[1]), 2;
  tinyxs_plan p;
  require(tinyxs_engine_plan_start(&p, data, size, 4, NULL) == TINYXS_OK, "it is refused");
  printf("bits %zu\noperators %" PRIu32 "\nruntime-tensors %" PRIu32 "\n", 8 * sizeof(void *), p.outline.operator_count,
         p.outline.runtime_count);
  uint64_t hash = check(data, size);
  if (prepare_model(arguments[1], data, size, &prepared, &prepared_size) != 0) return 1;
  name = "prepared";
  require(check(prepared, prepared_size) == hash, "the outputs are others than before");
  require(tinyxs_engine_plan_start(&p, prepared, prepared_size, 4, NULL) == TINYXS_OK, "it is refused");
  require(p.prepared.arena[0] == measure(prepared, prepared_size, 4).arena &&
              p.prepared.arena[1] == measure(prepared, prepared_size, 8).arena &&
              p.prepared.workspace == measure(prepared, prepared_size, 8).workspace,
          "it tells another arena or workspace than it needs");
  uint8_t *again;
  size_t again_size;
  require(prepare_model(arguments[1], prepared, prepared_size, &again, &again_size) == 0, "it can't be prepared again");
  require(again_size == prepared_size && memcmp(again, prepared, again_size) == 0, "prepared again it is another");
  free(again);
  free(prepared);
  free(data);
  return 0;
}
