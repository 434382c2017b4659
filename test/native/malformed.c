/*
 * malformed MODEL FIRST COUNT: damages a model in memory in COUNT ways, each the same for the same seed, and loads and runs
 * what is left. Wants an error with a message or a run without incident; build it with sanitizers. The file's copy ends at the
 * end of its allocation and the arena at a page that can't be touched, so that any access beyond them ends the program.
 *
 * Prints {"refused", "ran"}; exit code 1 and the seed when something is wrong.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tinyxs.h"

/* Larger models are loaded but not run, and nothing runs longer than this. */
enum { MOST_ARENA = 1 << 20, MOST_SECONDS = 60 };

static volatile uint32_t current_seed;

/* Numerical Recipes' generator; the high bits are the good ones. */
static uint32_t random_below(uint32_t *state, uint32_t limit) {
  *state = *state * 1664525u + 1013904223u;
  return (uint32_t)((uint64_t)*state * limit >> 32);
}

static void too_slow(int number) {
  (void)number;
  fprintf(stderr, "seed %" PRIu32 ": still running after %d seconds\n", current_seed, MOST_SECONDS);
  _exit(1);
}

static int wrong(const char *what) {
  fprintf(stderr, "seed %" PRIu32 ": %s\n", current_seed, what);
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

/* Damages the copy; returns its new size. */
static size_t damage(uint8_t *data, size_t size, uint32_t seed) {
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

/* Memory of exactly these bytes before a page that can't be touched. */
static uint8_t *map_guarded(size_t bytes, void **mapping, size_t *mapped) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (bytes + page - 1) / page * page;
  *mapped = pages + page;
  *mapping = mmap(NULL, *mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (*mapping == MAP_FAILED || mprotect((uint8_t *)*mapping + pages, page, PROT_NONE) != 0) abort();
  return (uint8_t *)*mapping + pages - bytes;
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
static int load_and_run(const uint8_t *data, size_t size, uint32_t arena_bytes, uint32_t seed) {
  tinyxs_error error = {0};
  tinyxs_model *model;
  void *mapping;
  size_t mapped;
  if (arena_bytes > MOST_ARENA) return 0;
  uint8_t *arena = map_guarded(arena_bytes, &mapping, &mapped);
  memset(arena, 0xa5, arena_bytes);
  tinyxs_status status = tinyxs_load(data, size, arena, arena_bytes - 1, &model, &error);
  int failed = 0;
  if (status != TINYXS_ARENA_TOO_SMALL || model || !is_proper(status, &error))
    failed = wrong("loads with a byte less than it needs");
  if (!failed && tinyxs_load(data, size, arena, arena_bytes, &model, &error) != TINYXS_OK) {
    failed = wrong("doesn't load with what it needs");
  }
  if (!failed) failed = run(model, seed);
  munmap(mapping, mapped);
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
  return load_and_run(data, size, memory.arena, seed);
}

int main(int count, char **arguments) {
  if (count != 4) return fputs("usage: malformed MODEL FIRST COUNT\n", stderr), 2;
  uint32_t first = (uint32_t)strtoul(arguments[2], NULL, 10), seeds = (uint32_t)strtoul(arguments[3], NULL, 10);
  FILE *file = fopen(arguments[1], "rb");
  if (!file) return perror(arguments[1]), 2;
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  uint8_t *whole = malloc(size), *copy = malloc(size);
  if (!whole || !copy || !size || fread(whole, 1, size, file) != size) return fputs("can't read the model\n", stderr), 2;
  fclose(file);
  signal(SIGALRM, too_slow);
  uint32_t refused = 0, ran = 0;
  for (uint32_t seed = first; seed < first + seeds; seed++) {
    current_seed = seed;
    alarm(MOST_SECONDS);
    memcpy(copy, whole, size);
    size_t left = damage(copy, size, seed);
    void *exact = NULL;
    if (posix_memalign(&exact, TINYXS_ALIGNMENT, left ? left : 1) != 0) return wrong("out of memory");
    memcpy(exact, copy, left);
    bool running;
    int failed = try_model(exact, left, seed, &running);
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
