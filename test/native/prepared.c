/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prepared MODEL COUNT: prepares a model, damages what was added in COUNT random ways and in all those that are worth a
 * thought, and loads and runs what is left, with exactly the memory that is measured. Wants an error with a message, or the
 * outputs of the model as it was before. Build it with sanitizers.
 *
 * Prints "refused NUMBER" and "same NUMBER"; exit code 1 with what is wrong.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan.h"
#include "guarded.h"
#include "prepare.h"
#include "read_file.h"

enum { FRAMES = 2, MOST_ITERATIONS = 1000, HEADER = 28 };

static uint32_t refused, same;
static uint64_t state = 1;

static uint32_t draw(uint32_t below) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((state >> 32) * below >> 32);
}

static void require(bool fine, const char *what, const char *how) {
  if (fine) return;
  fprintf(stderr, "%s: %s\n", how, what);
  exit(1);
}

/* ---- running ---- */

static uint64_t add_to_hash(uint64_t hash, const void *data, size_t bytes) { /* FNV-1a */
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ ((const uint8_t *)data)[i]) * 1099511628211u;
  return hash;
}

/* What a model's outputs come to, and the errors of its runs. */
static uint64_t run(tinyxs_model *model) {
  tinyxs_error error;
  uint64_t hash = 14695981039346656037u;
  uint32_t noise = 1;
  tinyxs_set_budget(model, MOST_ITERATIONS);
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

/* Measures, loads with so much and no less, runs. False: it is refused. */
static bool try_file(const uint8_t *data, size_t size, const char *how, uint64_t *hash) {
  tinyxs_error error = {0};
  tinyxs_memory memory, other;
  tinyxs_model *model;
  uint32_t bytes = tinyxs_workspace(data, size, &error);
  tinyxs_status status = error.status;
  if (bytes) {
    guarded workspace = map_guarded((bytes + 15) / 16 * 16);
    status = tinyxs_measure(data, size, sizeof(void *), workspace.memory, bytes, &memory, &error);
    require(tinyxs_measure(data, size, 4, workspace.memory, bytes, &other, &error) == status, "32- and 64-bit targets disagree",
            how);
    require(unmap_guarded(&workspace), "something before the workspace is written to", how);
  }
  require(status == TINYXS_OK || error.message[0], "it is refused without a message", how);
  if (status != TINYXS_OK) return false;
  guarded arena = map_guarded(memory.arena);
  memset(arena.memory, 0xa5, memory.arena);
  guarded workspace = map_guarded(memory.workspace ? memory.workspace : TINYXS_ALIGNMENT);
  void *work = memory.workspace ? workspace.memory : NULL;
  status = tinyxs_load(data, size, arena.memory, memory.arena - TINYXS_ALIGNMENT, work, memory.workspace, &model, &error);
  require(status == TINYXS_ARENA_TOO_SMALL && !model, "it loads with less than it was measured to need", how);
  status = tinyxs_load(data, size, arena.memory, memory.arena, work, memory.workspace, &model, &error);
  require(status == TINYXS_OK, "it doesn't load with what it was measured to need", how);
  require(unmap_guarded(&workspace), "something before the workspace is written to", how);
  *hash = run(model);
  require(unmap_guarded(&arena), "something before the arena is written to", how);
  return true;
}

/* ---- damaging ---- */

static struct {
  uint8_t *bytes; /* the file */
  size_t size;
  uint32_t prefix, payload, rings, scales; /* positions and counts in it */
  uint64_t expected;
} prepared;

/* A copy of the file that begins `shift` bytes after a multiple of 16 and ends with its allocation. */
static uint8_t *copy_file(size_t size, size_t shift, uint8_t **allocated) {
  *allocated = aligned_alloc(TINYXS_ALIGNMENT, (size + shift + 15) / 16 * 16);
  if (!*allocated) abort();
  return memcpy(*allocated + shift, prepared.bytes, size);
}

static void try_copy(const uint8_t *copy, size_t size, const char *how) {
  uint64_t hash;
  if (!try_file(copy, size, how, &hash)) {
    refused++;
    return;
  }
  require(hash == prepared.expected, "the outputs are others", how);
  same++;
}

static uint8_t *open_copy(uint8_t **allocated) { return copy_file(prepared.size, 0, allocated); }

static uint32_t get_u32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}
static void set_u32(uint8_t *at, uint32_t value) { memcpy(at, &value, sizeof value); }
static void set_u16(uint8_t *at, uint32_t value) { memcpy(at, &(uint16_t){(uint16_t)value}, sizeof(uint16_t)); }
static uint32_t get_u16(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8; }

/* A value in the place of 4 bytes of the payload; `must_refuse`: it is certainly wrong. */
static void try_u32(uint32_t at, uint32_t value, bool must_refuse, const char *how) {
  uint8_t *allocated, *copy = open_copy(&allocated);
  uint32_t before = refused;
  if (get_u32(copy + at) != value) {
    set_u32(copy + at, value);
    try_copy(copy, prepared.size, how);
    require(!must_refuse || refused > before, "it isn't refused", how);
  }
  free(allocated);
}

static void damage_counts(void) {
  static const uint32_t values[] = {0,          1,          2,          0x7fff,     0xffff,     0x10000,
                                    0x33333333, 0x33333334, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
  for (uint32_t field = 20; field <= 24; field += 4) {
    uint32_t at = prepared.payload + field, value = get_u32(prepared.bytes + at);
    for (uint32_t i = 0; i < sizeof values / sizeof values[0]; i++) try_u32(at, values[i], true, "another count");
    for (uint32_t d = 2; d < 12; d++) {
      try_u32(at, value + d, true, "a higher count");
      try_u32(at, value - d, true, "a lower count");
    }
  }
  for (int32_t k = -1; k <= 1; k += 2) { /* counts that have the same size in all */
    uint8_t *allocated, *copy = open_copy(&allocated);
    uint32_t before = refused;
    set_u32(copy + prepared.payload + 20, prepared.rings + (uint32_t)(10 * k));
    set_u32(copy + prepared.payload + 24, prepared.scales - (uint32_t)(4 * k));
    try_copy(copy, prepared.size, "counts that move the border");
    require(refused > before, "it isn't refused", "counts that move the border");
    free(allocated);
  }
  for (uint32_t d = 1; d < 9; d++) {
    uint32_t at = prepared.payload - 4, value = get_u32(prepared.bytes + at);
    try_u32(at, value + d, true, "a longer buffer");
    try_u32(at, value - d, true, "a shorter buffer");
  }
  for (uint32_t bit = 0; bit < 32; bit++) {
    try_u32(prepared.payload, get_u32(prepared.bytes + prepared.payload) ^ 1u << bit, true, "another magic");
  }
}

static void damage_order(void) {
  uint32_t order = prepared.payload + HEADER;
  for (uint32_t i = 0; i < prepared.rings && i < 100; i++) {
    for (uint32_t n = 0; n < 6; n++) {
      uint8_t *allocated, *copy = open_copy(&allocated), *one = copy + order + 2 * i;
      uint8_t *other = copy + order + 2 * draw(prepared.rings);
      uint32_t value = get_u16(one), before = refused;
      if (n < 2) set_u16(one, get_u16(other)), set_u16(other, value); /* still an order: higher, perhaps */
      if (n == 2) set_u16(one, get_u16(other));
      if (n == 3) set_u16(one, 0xffff);
      if (n == 4) set_u16(one, draw(0x10000));
      if (n == 5) set_u16(one, value + 1);
      bool order_still = n < 2, changed = memcmp(copy, prepared.bytes, prepared.size) != 0;
      try_copy(copy, prepared.size, "another order");
      require(!changed || (refused > before) != order_still, order_still ? "it is refused" : "it isn't refused",
              "another order");
      free(allocated);
    }
  }
}

static void damage_scales(void) {
  uint32_t multipliers = prepared.payload + HEADER + (prepared.rings + 1) / 2 * 4, shifts = multipliers + 4 * prepared.scales;
  for (uint32_t n = 0; n < prepared.scales && n < 300; n++) {
    uint32_t i = prepared.scales < 300 ? n : draw(prepared.scales);
    uint32_t at = multipliers + 4 * i, value = get_u32(prepared.bytes + at);
    try_u32(at, value + 1, true, "a multiplier one more");
    try_u32(at, value - 1, true, "a multiplier one less");
    uint8_t *allocated, *copy = open_copy(&allocated);
    uint32_t before = refused;
    copy[shifts + i]++;
    try_copy(copy, prepared.size, "a shift one more");
    require(refused > before, "it isn't refused", "a shift one more");
    free(allocated);
  }
}

static void damage_payload(uint32_t count) {
  uint32_t bytes = HEADER + (prepared.rings + 1) / 2 * 4 + 5 * prepared.scales;
  bool all = 255 * bytes <= count;
  for (uint32_t n = 0; n < (all ? 255 * bytes : count); n++) {
    uint8_t *allocated, *copy = open_copy(&allocated);
    copy[prepared.payload + (all ? n / 255 : draw(bytes))] ^= (uint8_t)(all ? n % 255 + 1 : draw(255) + 1);
    try_copy(copy, prepared.size, "another byte");
    free(allocated);
  }
}

/* Multipliers that don't lie at a multiple of 4 bytes: because the file doesn't, or because of the buffer's place in it. */
static void misalign(void) {
  for (size_t shift = 1; shift < 16; shift++) {
    uint8_t *allocated, *copy = copy_file(prepared.size, shift, &allocated);
    uint32_t before = refused;
    if (shift % 8) try_copy(copy, prepared.size, "a file at an odd address");
    require(shift % 4 == 0 || refused > before, "it isn't refused", "a file at an odd address");
    free(allocated);
  }
  uint32_t bytes = 4 + HEADER + (prepared.rings + 1) / 2 * 4 + 5 * prepared.scales;
  for (uint32_t shift = 1; shift < 4 && prepared.payload - 4 + bytes + shift <= prepared.prefix; shift++) {
    uint8_t *allocated, *copy = open_copy(&allocated);
    uint32_t before = refused, reference = prepared.payload - 4;
    while (reference > 4 && get_u32(copy + reference - 4) != prepared.payload - 4 - (reference - 4)) reference -= 4;
    require(reference > 4, "nothing refers to the buffer's data", "the prepared model");
    memmove(copy + prepared.payload - 4 + shift, copy + prepared.payload - 4, bytes);
    set_u32(copy + reference - 4, get_u32(copy + reference - 4) + shift);
    try_copy(copy, prepared.size, "a buffer at an odd place");
    require(refused > before, "it isn't refused", "a buffer at an odd place");
    printf("odd-places %" PRIu32 "\n", shift);
    free(allocated);
  }
}

/* The metadata's entry is the last; its table and its buffer's number. */
static void redirect(void) {
  tinyxs_file file = {prepared.bytes, (uint32_t)prepared.size};
  uint32_t root = tinyxs_peek_u32(&file, 0);
  tinyxs_vector metadata = tinyxs_vector_of(&file, root, MODEL_METADATA, 4);
  uint32_t buffers = tinyxs_vector_of(&file, root, MODEL_BUFFERS, 4).count;
  uint32_t field = tinyxs_field(&file, tinyxs_table_at(&file, metadata, metadata.count - 1), METADATA_BUFFER, 4);
  require(field && get_u32(prepared.bytes + field) == buffers - 1, "there is no such entry", "the metadata");
  for (uint32_t i = 0; i < buffers + 2 && i < 200; i++) try_u32(field, i, false, "another buffer");
  try_u32(field, 0xffffffff, false, "another buffer");
  try_u32(field, 0x80000000, false, "another buffer");
  /* Two entries with the name: the model that has one called "tinyxt". */
  for (uint32_t at = 0; at + 7 < prepared.size; at++) {
    if (memcmp(prepared.bytes + at, "tinyxt", 7) != 0) continue;
    uint8_t *allocated, *copy = open_copy(&allocated);
    copy[at + 5] = 's';
    try_copy(copy, prepared.size, "two entries");
    printf("twice 1\n");
    free(allocated);
  }
}

static void cut(uint32_t count) {
  for (uint32_t n = 0; n < count; n++) {
    size_t size = n < 2 * prepared.prefix ? n / 2 : draw((uint32_t)prepared.size);
    uint8_t *allocated, *copy = copy_file(size, 0, &allocated);
    uint32_t before = refused;
    try_copy(copy, size, "a part of the file");
    require(refused > before || size >= prepared.size - 64, "it isn't refused", "a part of the file");
    free(allocated);
  }
}

int main(int count, char **arguments) {
  if (count != 3) return fputs("usage: prepared MODEL COUNT\n", stderr), 2;
  uint32_t times = (uint32_t)strtoul(arguments[2], NULL, 10);
  size_t size;
  uint64_t hash;
  uint8_t *data = read_file(arguments[1], &size);
  if (!data) return perror(arguments[1]), 2;
  require(try_file(data, size, "the model", &prepared.expected), "it is refused", "the model");
  if (prepare_model(arguments[1], data, size, &prepared.bytes, &prepared.size) != 0) return 1;
  tinyxs_plan p;
  require(tinyxs_engine_plan_start(&p, prepared.bytes, prepared.size, 4, NULL) == TINYXS_OK && p.prepared.order_at,
          "it is refused", "the prepared model");
  prepared.prefix = p.prepared.original;
  prepared.payload = p.prepared.order_at - HEADER;
  prepared.rings = p.prepared.rings;
  prepared.scales = p.prepared.scales;
  require(memcmp(prepared.bytes + prepared.prefix, data, size) == 0, "the model isn't in it as it was", "the prepared model");
  require(try_file(prepared.bytes, prepared.size, "the prepared model", &hash), "it is refused", "the prepared model");
  require(hash == prepared.expected, "the outputs are others", "the prepared model");
  damage_counts();
  damage_order();
  damage_scales();
  damage_payload(times);
  misalign();
  redirect();
  cut(times / 4);
  printf("prefix %" PRIu32 "\nrings %" PRIu32 "\nscales %" PRIu32 "\nrefused %" PRIu32 "\nsame %" PRIu32 "\n", prepared.prefix,
         prepared.rings, prepared.scales, refused, same);
  free(prepared.bytes);
  free(data);
  return 0;
}
