/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A structure-aware mutator for libFuzzer: finds the numbers of a model (shapes, types, indices, options, scales, small
 * constants) and changes a few, so that the file stays a valid FlatBuffer while the model becomes nonsense. Now and then
 * libFuzzer changes bytes anywhere.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/flatbuffer.h"
#include "engine/schema.h"
#include "engine/verify.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

typedef enum { DIMENSION, TYPE, INDEX, OPERATOR, SMALL, WORD, SCALE, ZERO_POINT, CONSTANT, KINDS } site_kind;

typedef struct {
  uint32_t at;
  uint8_t kind;
} site;

enum { MOST_SITES = 1 << 15, SMALL_BUFFER = 512 };

static site sites[MOST_SITES];
static uint32_t site_count;

static uint32_t random_below(uint32_t *state, uint32_t limit) {
  *state = *state * 1664525u + 1013904223u;
  return (uint32_t)((uint64_t)*state * limit >> 32);
}

/* ---- finding ---- */

static void add(uint32_t at, site_kind kind) {
  if (at && site_count < MOST_SITES) sites[site_count++] = (site){at, (uint8_t)kind};
}

static void add_vector(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t bytes, site_kind kind) {
  tinyxs_vector list = tinyxs_vector_of(file, table, id, bytes);
  for (uint32_t i = 0; i < list.count && i < 64; i++) add(list.at + i * bytes, kind);
}

/* The fields of an options table may be of one byte or of four. */
static void add_options(const tinyxs_file *file, uint32_t table) {
  for (uint32_t id = 0; id < 8; id++) {
    uint32_t word = tinyxs_field(file, table, id, 4);
    add(tinyxs_field(file, table, id, 1), SMALL);
    if (word % 4 == 0) add(word, WORD);
  }
}

static void add_tensor(const tinyxs_file *file, uint32_t tensor) {
  uint32_t quantization = tinyxs_table(file, tensor, TENSOR_QUANTIZATION);
  add_vector(file, tensor, TENSOR_SHAPE, 4, DIMENSION);
  add(tinyxs_field(file, tensor, TENSOR_TYPE, 1), TYPE);
  add(tinyxs_field(file, tensor, TENSOR_BUFFER, 4), INDEX);
  add(tinyxs_field(file, tensor, TENSOR_IS_VARIABLE, 1), SMALL);
  add_vector(file, quantization, QUANTIZATION_SCALE, 4, SCALE);
  add_vector(file, quantization, QUANTIZATION_ZERO_POINT, 8, ZERO_POINT);
  add(tinyxs_field(file, quantization, QUANTIZATION_DIMENSION, 4), WORD);
}

static void add_operator(const tinyxs_file *file, uint32_t operator_table) {
  add(tinyxs_field(file, operator_table, OPERATOR_CODE, 4), INDEX);
  add_vector(file, operator_table, OPERATOR_INPUTS, 4, INDEX);
  add_vector(file, operator_table, OPERATOR_OUTPUTS, 4, INDEX);
  add_options(file, tinyxs_table(file, operator_table, OPERATOR_OPTIONS));
  add_vector(file, operator_table, OPERATOR_CUSTOM_OPTIONS, 1, SMALL);
}

static void find_sites(const tinyxs_file *file) {
  uint32_t root = tinyxs_get_u32(file, 0);
  site_count = 0;
  tinyxs_vector codes = tinyxs_vector_of(file, root, MODEL_OPERATOR_CODES, 4);
  for (uint32_t i = 0; i < codes.count; i++) {
    uint32_t code = tinyxs_table_at(file, codes, i);
    add(tinyxs_field(file, code, CODE_BUILTIN, 4), OPERATOR);
    add(tinyxs_field(file, code, CODE_DEPRECATED_BUILTIN, 1), SMALL);
  }
  tinyxs_vector subgraphs = tinyxs_vector_of(file, root, MODEL_SUBGRAPHS, 4);
  for (uint32_t s = 0; s < subgraphs.count; s++) {
    uint32_t subgraph = tinyxs_table_at(file, subgraphs, s);
    tinyxs_vector tensors = tinyxs_vector_of(file, subgraph, SUBGRAPH_TENSORS, 4);
    tinyxs_vector operators = tinyxs_vector_of(file, subgraph, SUBGRAPH_OPERATORS, 4);
    for (uint32_t i = 0; i < tensors.count; i++) add_tensor(file, tinyxs_table_at(file, tensors, i));
    for (uint32_t i = 0; i < operators.count; i++) add_operator(file, tinyxs_table_at(file, operators, i));
    add_vector(file, subgraph, SUBGRAPH_INPUTS, 4, INDEX);
    add_vector(file, subgraph, SUBGRAPH_OUTPUTS, 4, INDEX);
  }
  tinyxs_vector buffers = tinyxs_vector_of(file, root, MODEL_BUFFERS, 4);
  for (uint32_t i = 0; i < buffers.count; i++) {
    tinyxs_vector data = tinyxs_vector_of(file, tinyxs_table_at(file, buffers, i), BUFFER_DATA, 1);
    if (data.count > SMALL_BUFFER) continue;
    for (uint32_t k = 0; k + 4 <= data.count; k += 4) add(data.at + k, CONSTANT);
  }
}

/* ---- changing ---- */

static uint32_t width_of(site_kind kind) { return kind == TYPE || kind == SMALL ? 1 : kind == ZERO_POINT ? 8 : 4; }

static int64_t number_for(site_kind kind, int64_t old, uint32_t *state) {
  static const int32_t edges[] = {0,    1,   -1,  2,     3,      7,     8,       16,        127,      128,
                                  -128, 255, 256, 32767, -32768, 65536, 1 << 20, INT32_MAX, INT32_MIN};
  switch (random_below(state, 4)) {
  case 0: return old + 1;
  case 1: return old - 1;
  default: break;
  }
  switch (kind) {
  case TYPE: return (int64_t)random_below(state, 20);
  case OPERATOR: return (int64_t)random_below(state, 160);
  case INDEX: return (int64_t)random_below(state, 24) - 1;
  case DIMENSION: return random_below(state, 4) ? (int64_t)random_below(state, 9) : edges[random_below(state, 19)];
  default: return edges[random_below(state, sizeof edges / sizeof edges[0])];
  }
}

static uint32_t scale_for(uint32_t *state) {
  static const float scales[] = {0, 1e-38f, 1e-20f, 1e-6f, 0.0039f, 0.5f, 1, 2, 255, 1e9f, 3e38f, -1};
  float scale = scales[random_below(state, sizeof scales / sizeof scales[0])];
  uint32_t bits;
  memcpy(&bits, &scale, sizeof bits);
  return bits;
}

/* Another site of the same kind, from the same model: what fits elsewhere may fit here. */
static const site *twin_of(const site *one, uint32_t *state) {
  uint32_t start = random_below(state, site_count);
  for (uint32_t i = 0; i < site_count && i < 64; i++) {
    const site *other = &sites[(start + i) % site_count];
    if (other->kind == one->kind) return other;
  }
  return one;
}

static void change(uint8_t *data, const site *one, uint32_t *state) {
  uint32_t width = width_of((site_kind)one->kind);
  if (random_below(state, 3) == 0) {
    uint8_t copy[8];
    memcpy(copy, data + twin_of(one, state)->at, width);
    memcpy(data + one->at, copy, width);
    return;
  }
  int64_t value = 0;
  memcpy(&value, data + one->at, width);
  if (width == 1) value = (int8_t)value;
  if (width == 4) value = (int32_t)value;
  value = one->kind == SCALE ? (int64_t)scale_for(state) : number_for((site_kind)one->kind, value, state);
  memcpy(data + one->at, &value, width);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed) {
  uint32_t state = seed * 2654435761u + 1;
  tinyxs_file file = {data, (uint32_t)size};
  if (size < 16 || random_below(&state, 8) == 0) return LLVMFuzzerMutate(data, size, max_size);
  tinyxs_outline outline;
  tinyxs_error error;
  site_count = 0;
  if (tinyxs_engine_verify(&file, &outline, &error) == TINYXS_OK)
    find_sites(&file); /* the engine reads other files no further */
  if (!site_count) return LLVMFuzzerMutate(data, size, max_size);
  /* A kind first, so that a model of many weights gets its operators changed, too. */
  for (uint32_t times = 1 + random_below(&state, 3); times > 0; times--) {
    site_kind kind = (site_kind)random_below(&state, KINDS);
    uint32_t start = random_below(&state, site_count);
    for (uint32_t i = 0; i < site_count; i++) {
      const site *one = &sites[(start + i) % site_count];
      if (one->kind != kind || one->at + width_of(kind) > size) continue;
      change(data, one, &state);
      break;
    }
  }
  return size;
}
