/* SPDX-License-Identifier: Apache-2.0 */
/*
 * malformed random|bytes|flips|cuts MODEL FIRST COUNT [STEP]: damages a model in memory in COUNT ways, numbered from FIRST in
 * steps of STEP, and loads and runs what is left. Number n is, by kind: damage by a random generator with that seed; byte n /
 * 255 changed to its n % 255 + 1st other value; bit n % 8 of byte n / 8 changed; the file cut to n bytes. Wants an error with a
 * message or a run without incident; build it with sanitizers. The arena lies between pages that can't be touched, and the
 * file's copy ends at the end of its allocation.
 *
 * Prints {"refused", "ran"}; exit code 1 and the number when something is wrong.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guarded.h"
#include "tinyxs.h"

/* Larger models are loaded but not run, and nothing runs longer than this. */
enum { MOST_ARENA = 1 << 20, MOST_SECONDS = 60, MOST_ITERATIONS = 1000 };

static volatile uint32_t current;

/* Numerical Recipes' generator; the high bits are the good ones. */
static uint32_t random_below(uint32_t *state, uint32_t limit) {
  *state = *state * 1664525u + 1013904223u;
  return (uint32_t)((uint64_t)*state * limit >> 32);
}

static void too_slow(int number) {
  (void)number;
  fprintf(stderr, "number %" PRIu32 ": still running after %d seconds\n", current, MOST_SECONDS);
  _exit(1);
}

static int wrong(const char *what) {
  fprintf(stderr, "number %" PRIu32 ": %s\n", current, what);
  return 1;
}

/* Whether an error says something: a status, and a message of printable characters. */
static bool is_proper(tinyxs_status status, const tinyxs_error *error) {
  size_t length = strnlen(error->message, sizeof error->message);
  if (status == TINYXS_OK || !length || length == sizeof error->message) return false;
  for (size_t i = 0; i < length; i++) {
    if ((unsigned char)error->message[i] < ' ') return false;
  }
  return true;
}

static size_t damage_randomly(uint8_t *data, size_t size, uint32_t seed) {
  static const uint32_t values[] = {0, 1, 4, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0};
  uint32_t state = seed * 2654435761u + 1;
  uint32_t kind = random_below(&state, 8), times = 1 + random_below(&state, 4);
  if (kind == 0) return random_below(&state, (uint32_t)size + 1);
  for (uint32_t i = 0; i < times; i++) {
    /* Tables are at the end of a file's weights or before them: half of the damage goes into the first and last kilobytes. */
    uint32_t span = (uint32_t)size < 4096 ? (uint32_t)size : 4096;
    uint32_t at = random_below(&state, random_below(&state, 2) ? (uint32_t)size : span);
    if (random_below(&state, 2)) at = (uint32_t)size - 1 - at;
    if (kind < 4) {
      data[at] = (uint8_t)(data[at] ^ 1u << random_below(&state, 8));
    } else if (kind < 6 && (at & ~3u) + 4 <= size) {
      uint32_t pick = random_below(&state, 16);
      uint32_t value = pick < 11 ? values[pick] : random_below(&state, (uint32_t)size);
      memcpy(data + (at & ~3u), &value, sizeof value);
    } else {
      data[at] = (uint8_t)random_below(&state, 256);
    }
  }
  return size;
}

/* Damages the copy in the n-th way of a kind; returns its new size. */
static size_t damage(const char *kind, uint8_t *data, size_t size, uint32_t n) {
  if (strcmp(kind, "random") == 0) return damage_randomly(data, size, n);
  if (strcmp(kind, "cuts") == 0) return n % size;
  if (strcmp(kind, "flips") == 0) data[n / 8 % size] ^= (uint8_t)(1u << n % 8);
  if (strcmp(kind, "bytes") == 0) data[n / 255 % size] ^= (uint8_t)(n % 255 + 1);
  return size;
}

static int run(tinyxs_model *model, uint32_t seed) {
  tinyxs_error error = {0};
  uint32_t state = seed;
  for (uint32_t r = 0; r < 2; r++) {
    for (uint32_t i = 0; i < tinyxs_input_count(model); i++) {
      tinyxs_tensor tensor;
      if (tinyxs_input(model, i, &tensor) != TINYXS_OK) return wrong("an input can't be had");
      for (uint32_t b = 0; b < tensor.bytes; b++) ((uint8_t *)tensor.data)[b] = (uint8_t)random_below(&state, 256);
    }
    tinyxs_status status = tinyxs_run(model, &error);
    if (status != TINYXS_OK) return is_proper(status, &error) ? 0 : wrong("run failed without a message");
    for (uint32_t i = 0; i < tinyxs_output_count(model); i++) {
      tinyxs_tensor tensor;
      if (tinyxs_output(model, i, &tensor) != TINYXS_OK) return wrong("an output can't be had");
      volatile uint8_t sum = 0;
      for (uint32_t b = 0; b < tensor.bytes; b++) sum = (uint8_t)(sum + ((const uint8_t *)tensor.data)[b]);
    }
  }
  return tinyxs_reset(model, &error) == TINYXS_OK ? 0 : wrong("reset failed");
}

/* Loads with too little memory, which must fail, then with just enough, which must not; and runs. */
static int load_and_run(const uint8_t *data, size_t size, const tinyxs_memory *memory, uint32_t seed) {
  tinyxs_error error = {0};
  tinyxs_model *model;
  uint32_t arena_bytes = memory->arena, workspace_bytes = memory->workspace;
  if (arena_bytes > MOST_ARENA) return 0;
  void *workspace = NULL;
  if (workspace_bytes && posix_memalign(&workspace, TINYXS_ALIGNMENT, workspace_bytes) != 0) return wrong("out of memory");
  guarded g = map_guarded(arena_bytes);
  uint8_t *arena = g.memory;
  memset(arena, 0xa5, arena_bytes);
  tinyxs_status status = tinyxs_load(data, size, arena, arena_bytes - 1, workspace, workspace_bytes, &model, &error);
  int failed = 0;
  if (status != TINYXS_ARENA_TOO_SMALL || model || !is_proper(status, &error))
    failed = wrong("loads with a byte less than it needs");
  if (!failed && tinyxs_load(data, size, arena, arena_bytes, workspace, workspace_bytes, &model, &error) != TINYXS_OK) {
    failed = wrong("doesn't load with what it needs");
  }
  free(workspace);
  if (!failed) {
    tinyxs_set_budget(model, MOST_ITERATIONS);
    failed = run(model, seed);
  }
  if (!unmap_guarded(&g) && !failed) failed = wrong("writes before its arena");
  return failed;
}

static int try_model(const uint8_t *data, size_t size, uint32_t seed, bool *ran) {
  tinyxs_error error = {0};
  tinyxs_memory memory, small;
  *ran = false;
  uint32_t bytes = tinyxs_workspace(data, size, &error);
  if (!bytes) return is_proper(error.status, &error) ? 0 : wrong("refused without a message");
  void *workspace = NULL;
  if (posix_memalign(&workspace, TINYXS_ALIGNMENT, bytes) != 0) return wrong("out of memory");
  tinyxs_status status = tinyxs_measure(data, size, 4, workspace, bytes, &small, &error);
  if (status == TINYXS_OK) status = tinyxs_measure(data, size, sizeof(void *), workspace, bytes, &memory, &error);
  free(workspace);
  if (status != TINYXS_OK) return is_proper(status, &error) ? 0 : wrong("refused without a message");
  *ran = true;
  return load_and_run(data, size, &memory, seed);
}

int main(int count, char **arguments) {
  if (count < 5) return fputs("usage: malformed random|bytes|flips|cuts MODEL FIRST COUNT [STEP]\n", stderr), 2;
  uint32_t first = (uint32_t)strtoul(arguments[3], NULL, 10), numbers = (uint32_t)strtoul(arguments[4], NULL, 10);
  uint32_t step = count > 5 ? (uint32_t)strtoul(arguments[5], NULL, 10) : 1;
  FILE *file = fopen(arguments[2], "rb");
  if (!file) return perror(arguments[2]), 2;
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  uint8_t *whole = malloc(size), *copy = malloc(size);
  if (!whole || !copy || !size || fread(whole, 1, size, file) != size) return fputs("can't read the model\n", stderr), 2;
  fclose(file);
  signal(SIGALRM, too_slow);
  uint32_t refused = 0, ran = 0;
  for (uint32_t i = 0; i < numbers; i++) {
    current = first + i * step;
    alarm(MOST_SECONDS);
    memcpy(copy, whole, size);
    size_t left = damage(arguments[1], copy, size, current);
    void *exact = NULL;
    if (posix_memalign(&exact, TINYXS_ALIGNMENT, left ? left : 1) != 0) return wrong("out of memory");
    memcpy(exact, copy, left);
    bool running;
    int failed = try_model(exact, left, current, &running);
    if (!failed && memcmp(exact, copy, left) != 0) failed = wrong("the model's file was written to");
    free(exact);
    if (failed) return failed;
    ran += running;
    refused += !running;
  }
  free(whole);
  free(copy);
  printf("{\"refused\":%" PRIu32 ",\"ran\":%" PRIu32 "}\n", refused, ran);
  return 0;
}
