/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scratch MODEL: the engine with kernels of the test's own, which want scratch memory and fill it with rubbish before they
 * compute what the reference does. Tries a range of sizes, from what always fits to what never does: each convolution and fully
 * connected layer must get its scratch exactly where it fits beside what is needed at that time, without a byte more of arena,
 * and outputs must stay what they are.
 *
 * Prints "layers NUMBER", "given NUMBER" and "refused NUMBER", of all sizes, "at-peak NUMBER" of layers; exit code 1 when
 * something is wrong.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan.h"
#include "guarded.h"
#include "kernels/kernel_set.h"
#include "kernels/reference/reference.h"
#include "read_file.h"

enum { MOST_LAYERS = 256, FRAMES = 2, NEVER = 1 << 29 };

static uint32_t wanted; /* bytes of scratch */
static bool given[MOST_LAYERS];
static uint32_t layers; /* run so far */
static const uint8_t *activations, *activations_end;

static void require(bool fine, const char *what) {
  if (fine) return;
  fprintf(stderr, "with %" PRIu32 " bytes of scratch: %s\n", wanted, what);
  exit(1);
}

/* ---- the kernels ---- */

static void use_scratch(const tinyxs_conv_data *d, bool has_scratch) {
  require(layers < MOST_LAYERS, "the model has too many layers for this test");
  given[layers++] = has_scratch;
  if (!has_scratch) return;
  uint8_t *scratch = d->scratch;
  require((uintptr_t)scratch % TINYXS_ALIGNMENT == 0, "the scratch isn't aligned");
  require(scratch >= activations && wanted <= (size_t)(activations_end - scratch), "the scratch isn't in the activations");
  for (uint32_t i = 0; i < wanted; i++) scratch[i] = (uint8_t)(0xa5 + i);
}

static uint32_t tell_wanted(void) { return wanted; }

/* A kernel that wants scratch and costs nothing, and one that doesn't. */
#define DEFINE_KERNELS(kind, parameters, compute)                                                                              \
  static uint32_t kind##_cheap(const parameters *p) { return (void)p, 0; }                                                     \
  static uint32_t kind##_dear(const parameters *p) { return (void)p, 1; }                                                      \
  static uint32_t kind##_scratch(const parameters *p) { return (void)p, tell_wanted(); }                                       \
  static void kind##_with(const parameters *p, const tinyxs_conv_data *d) {                                                    \
    use_scratch(d, true);                                                                                                      \
    compute(p, d);                                                                                                             \
  }                                                                                                                            \
  static void kind##_without(const parameters *p, const tinyxs_conv_data *d) {                                                 \
    use_scratch(d, false);                                                                                                     \
    compute(p, d);                                                                                                             \
  }                                                                                                                            \
  static const parameters##_kernel kind##_greedy = {                                                                           \
      .name = "greedy", .cost = kind##_cheap, .scratch = kind##_scratch, .run = kind##_with};                                  \
  static const parameters##_kernel kind##_modest = {.name = "modest", .cost = kind##_dear, .run = kind##_without}

DEFINE_KERNELS(conv, tinyxs_conv, tinyxs_convolution_int8_reference.run);
DEFINE_KERNELS(dense, tinyxs_fully_connected, tinyxs_fully_connected_int8_reference.run);

const tinyxs_conv_kernel *const tinyxs_conv_2d_int8_kernels[] = {&conv_greedy, &conv_modest, NULL};
const tinyxs_conv_kernel *const tinyxs_depthwise_conv_2d_int8_kernels[] = {&conv_greedy, &conv_modest, NULL};
const tinyxs_fully_connected_kernel *const tinyxs_fully_connected_int8_kernels[] = {&dense_greedy, &dense_modest, NULL};
const tinyxs_pool_kernel *const tinyxs_average_pool_2d_int8_kernels[] = {&tinyxs_average_pool_2d_int8_reference, NULL};
const tinyxs_pool_kernel *const tinyxs_max_pool_2d_int8_kernels[] = {&tinyxs_max_pool_2d_int8_reference, NULL};
const tinyxs_svdf_kernel *const tinyxs_svdf_int8_kernels[] = {&tinyxs_svdf_int8_reference, NULL};
const tinyxs_add_kernel *const tinyxs_add_int8_kernels[] = {&tinyxs_add_int8_reference, NULL};

/* ---- where scratch fits ---- */

static uint32_t gaps[MOST_LAYERS]; /* the largest gap below the end of the activations, while each layer runs */
static uint32_t gap_count;

static bool is_layer(const tinyxs_plan *p) {
  if (p->code != BUILTIN_CONV_2D && p->code != BUILTIN_DEPTHWISE_CONV_2D && p->code != BUILTIN_FULLY_CONNECTED) return false;
  return tinyxs_input_info(p, 0).type == TINYXS_INT8 && tinyxs_input_info(p, 1).type == TINYXS_INT8;
}

static bool is_free(const tinyxs_placement *it, uint32_t time, uint32_t byte) {
  for (uint32_t i = 0; i < it->count; i++) {
    const tinyxs_allocation *a = &it->allocations[i];
    if (a->kind != TINYXS_ALLOCATION_PLANNED || a->first > time || a->last < time) continue;
    if (byte >= a->at && byte < a->at + a->bytes) return false;
  }
  return true;
}

static uint32_t largest_gap(const tinyxs_plan *p) {
  uint32_t largest = 0, at = 0;
  for (uint32_t unit = 0; unit < p->memory.activations; unit += TINYXS_ALIGNMENT) {
    if (!is_free(&p->placement, p->time, unit))
      at = unit + TINYXS_ALIGNMENT;
    else if (unit + TINYXS_ALIGNMENT - at > largest)
      largest = unit + TINYXS_ALIGNMENT - at;
  }
  return largest;
}

static void find_gaps(const uint8_t *data, size_t size, tinyxs_memory *memory) {
  tinyxs_plan p;
  tinyxs_error error;
  require(tinyxs_engine_plan_start(&p, data, size, sizeof(void *), &error) == TINYXS_OK, "the model is refused");
  void *workspace = aligned_alloc(TINYXS_ALIGNMENT, tinyxs_engine_plan_workspace(&p, NULL));
  require(workspace, "out of memory");
  tinyxs_engine_plan_workspace(&p, workspace);
  require(tinyxs_engine_plan_finish(&p, NULL, 0) == TINYXS_OK, "the model is refused");
  tinyxs_engine_walk_start(&p);
  for (tinyxs_step step;;) {
    require(tinyxs_engine_walk_next(&p, &step) == TINYXS_OK, "the model is refused");
    if (step == TINYXS_STEP_END) break;
    if (step == TINYXS_STEP_OPERATOR && is_layer(&p) && gap_count < MOST_LAYERS) gaps[gap_count++] = largest_gap(&p);
  }
  uint32_t bytes = tinyxs_engine_plan_workspace(&p, NULL);
  require(tinyxs_measure(data, size, sizeof(void *), workspace, bytes, memory, &error) == TINYXS_OK, "it isn't measured");
  free(workspace);
}

/* ---- running ---- */

static uint64_t run(const uint8_t *data, size_t size, const tinyxs_memory *memory) {
  tinyxs_error error;
  tinyxs_model *model;
  uint64_t hash = 14695981039346656037u; /* FNV-1a */
  uint32_t noise = 1;
  uint32_t arena_bytes = memory->arena, workspace_bytes = memory->workspace;
  guarded arena = map_guarded(arena_bytes);
  void *workspace = workspace_bytes ? aligned_alloc(TINYXS_ALIGNMENT, workspace_bytes) : NULL;
  memset(arena.memory, 0xa5, arena_bytes);
  layers = 0;
  require(tinyxs_load(data, size, arena.memory, arena_bytes, workspace, workspace_bytes, &model, &error) == TINYXS_OK,
          "the model doesn't load");
  free(workspace);
  activations = model->activations;
  activations_end = model->activations + model->memory.activations;
  require(activations_end <= arena.memory + arena_bytes, "the activations aren't in the arena");
  for (uint32_t frame = 0; frame < FRAMES; frame++) {
    for (uint32_t i = 0; i < tinyxs_input_count(model); i++) {
      tinyxs_tensor tensor;
      tinyxs_input(model, i, &tensor);
      for (uint32_t k = 0; k < tensor.bytes; k++) {
        noise = noise * 1664525u + 1013904223u;
        ((uint8_t *)tensor.data)[k] = (uint8_t)(noise >> 24);
      }
    }
    require(tinyxs_run(model, &error) == TINYXS_OK, "the model doesn't run");
    if (!frame) require(layers == gap_count, "other layers run than are planned");
    if (!frame) layers = 0;
    for (uint32_t i = 0; i < tinyxs_output_count(model); i++) {
      tinyxs_tensor tensor;
      tinyxs_output(model, i, &tensor);
      for (uint32_t k = 0; k < tensor.bytes; k++) hash = (hash ^ ((const uint8_t *)tensor.data)[k]) * 1099511628211u;
    }
  }
  require(unmap_guarded(&arena), "something before the arena is written to");
  return hash;
}

int main(int count, char **arguments) {
  if (count != 2) return fputs("usage: scratch MODEL\n", stderr), 2;
  size_t size;
  uint8_t *data = read_file(arguments[1], &size);
  if (!data) return perror(arguments[1]), 2;
  tinyxs_memory memory;
  uint32_t given_count = 0, refused_count = 0, peaks = 0;
  find_gaps(data, size, &memory);
  wanted = NEVER;
  const uint64_t expected = run(data, size, &memory);
  for (uint32_t i = 0; i < layers; i++) require(!given[i], "a layer gets scratch where there is none");
  /* Sizes around those of the gaps, and small ones. */
  for (uint32_t n = 0; n < 2 * gap_count + 2; n++) {
    wanted = n < 2 * gap_count ? gaps[n / 2] + n % 2 : n % 2 ? 1 : 64;
    if (!wanted) continue;
    require(run(data, size, &memory) == expected, "the outputs are others");
    for (uint32_t i = 0; i < layers; i++) {
      require(given[i] == (wanted <= gaps[i]), given[i] ? "a layer gets scratch that doesn't fit" : "a layer gets none");
      given_count += given[i];
      refused_count += !given[i];
    }
  }
  for (uint32_t i = 0; i < gap_count; i++) peaks += !gaps[i];
  printf("layers %" PRIu32 "\ngiven %" PRIu32 "\nrefused %" PRIu32 "\nat-peak %" PRIu32 "\narena %" PRIu32 "\n", gap_count,
         given_count, refused_count, peaks, memory.arena);
  free(data);
  return 0;
}
