/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A libFuzzer target: any bytes are measured, loaded, run and reset as a model. Built and started by test/fuzz.mjs, with
 * mutate.c; replay.c gives it stored files.
 *
 * Beyond what the sanitizers see, it stops when measure and load disagree about the exact arena, when the model's file is
 * written to, or when outputs depend on what the memory held before. A model may be slow: after a while its run is left.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "tinyxs.h"

#define MOST_BYTES       (1u << 20) /* of arena or workspace */
#define RUN_MICROSECONDS 30000
#define ITERATIONS       50 /* of loops */

static sigjmp_buf too_slow;
static pthread_t runner;

/* libFuzzer has a thread of its own, which the signal may come to. */
static void leave_run(int number) {
  if (pthread_equal(pthread_self(), runner)) siglongjmp(too_slow, 1);
  pthread_kill(runner, number);
}

/* Of the process's own time, so that a busy machine changes nothing. */
static void set_alarm(long microseconds) {
  struct itimerval timer = {.it_value = {.tv_usec = microseconds}};
  setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

static void require(bool fine, const char *what) {
  if (fine) return;
  fprintf(stderr, "fuzz: %s\n", what);
  abort();
}

/* Exactly so many bytes, aligned for a model: AddressSanitizer watches what lies around them. */
static void *allocate(size_t bytes, int fill) {
  void *memory = NULL;
  require(posix_memalign(&memory, TINYXS_ALIGNMENT, bytes ? bytes : 1) == 0, "out of memory");
  memset(memory, fill, bytes);
  return memory;
}

static bool is_inside(const void *pointer, const void *memory, size_t bytes) {
  return (uintptr_t)pointer >= (uintptr_t)memory && (uintptr_t)pointer - (uintptr_t)memory <= bytes;
}

/* The same for the same frame: small numbers of both signs, and some that are not. */
static void write_inputs(const tinyxs_model *model, const void *arena, size_t arena_bytes, uint32_t frame) {
  uint32_t state = frame * 2654435761u + 1;
  for (uint32_t i = 0; i < tinyxs_input_count(model); i++) {
    tinyxs_tensor tensor;
    require(tinyxs_input(model, i, &tensor) == TINYXS_OK, "an input has no view");
    if (!is_inside(tensor.data, arena, arena_bytes)) continue; /* a constant: it lies in the file */
    for (uint32_t k = 0; k < tensor.bytes; k++) {
      state = state * 1664525u + 1013904223u;
      ((uint8_t *)tensor.data)[k] = (uint8_t)(state >> 24);
    }
  }
}

static uint64_t hash_outputs(const tinyxs_model *model) {
  uint64_t hash = 14695981039346656037u; /* FNV-1a */
  for (uint32_t i = 0; i < tinyxs_output_count(model); i++) {
    tinyxs_tensor tensor;
    require(tinyxs_output(model, i, &tensor) == TINYXS_OK, "an output has no view");
    for (uint32_t k = 0; k < tensor.bytes; k++) hash = (hash ^ ((uint8_t *)tensor.data)[k]) * 1099511628211u;
  }
  return hash;
}

/* Two frames from the model's start; false when one fails. */
static bool run_frames(tinyxs_model *model, const void *arena, size_t arena_bytes, uint64_t hashes[2]) {
  tinyxs_error error;
  for (uint32_t frame = 0; frame < 2; frame++) {
    write_inputs(model, arena, arena_bytes, frame);
    set_alarm(RUN_MICROSECONDS);
    tinyxs_status status = tinyxs_run(model, &error);
    set_alarm(0);
    if (status != TINYXS_OK) {
      require(error.message[0] != 0, "a run fails without a message");
      return false;
    }
    hashes[frame] = tinyxs_stopped(model) ? 0 : hash_outputs(model); /* a stopped run leaves nothing there */
  }
  return true;
}

/* Runs it from the start and again after a reset, in memory that held `fill`. False when it fails or takes too long. */
static bool live(const void *data, size_t size, const tinyxs_memory *memory, int fill, uint64_t hashes[2]) {
  static volatile bool fine; /* survives siglongjmp */
  uint64_t again[2];
  tinyxs_error error;
  tinyxs_model *model;
  char *arena = allocate(memory->arena, fill), *workspace = memory->workspace ? allocate(memory->workspace, fill) : NULL;
  fine = false;
  if (memory->arena)
    require(tinyxs_load(data, size, arena, memory->arena - 1, workspace, memory->workspace, &model, &error) ==
                TINYXS_ARENA_TOO_SMALL,
            "it loads with a byte less than measured");
  require(tinyxs_load(data, size, arena, memory->arena, workspace, memory->workspace, &model, &error) == TINYXS_OK,
          "it was measured but doesn't load");
  free(workspace);
  tinyxs_set_budget(model, ITERATIONS);
  if (sigsetjmp(too_slow, 1) == 0) {
    fine = run_frames(model, arena, memory->arena, hashes);
    require(tinyxs_reset(model, &error) == TINYXS_OK, "reset fails");
    if (fine) {
      require(run_frames(model, arena, memory->arena, again), "it runs but not again after a reset");
      require(hashes[0] == again[0] && hashes[1] == again[1], "after a reset it gives something else");
    }
  } else {
    fine = false;
  }
  free(arena);
  return fine;
}

/* Whether it can be loaded within the bounds of this program. */
static bool measure(const void *data, size_t size, tinyxs_memory *memory) {
  tinyxs_error error;
  tinyxs_memory small;
  uint32_t bytes = tinyxs_workspace(data, size, &error);
  if (!bytes) require(error.message[0] != 0, "refused without a message");
  if (!bytes || bytes > MOST_BYTES) return false;
  void *workspace = allocate(bytes, 0xA5);
  tinyxs_status status = tinyxs_measure(data, size, sizeof(void *), workspace, bytes, memory, &error);
  require(status == TINYXS_OK || error.message[0] != 0, "refused without a message");
  require(tinyxs_measure(data, size, 4, workspace, bytes, &small, &error) == status, "32- and 64-bit targets disagree");
  free(workspace);
  return status == TINYXS_OK && memory->arena <= MOST_BYTES;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  tinyxs_memory memory;
  uint64_t first[2], second[2];
  runner = pthread_self();
  signal(SIGVTALRM, leave_run);
  void *data = allocate(size, 0);
  if (size) memcpy(data, bytes, size);
  if (measure(data, size, &memory) && live(data, size, &memory, 0x00, first) && live(data, size, &memory, 0xA5, second))
    require(first[0] == second[0] && first[1] == second[1], "outputs depend on what the memory held before");
  require(size == 0 || memcmp(data, bytes, size) == 0, "the model's file was written to");
  free(data);
  return 0;
}
