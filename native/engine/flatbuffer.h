/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a FlatBuffers file that may be hostile: every vector and reference is checked against the file's size, and every
 * table once, by tinyxs_check_table or tinyxs_check_table_at, before its fields are read. No read needs alignment. Positions
 * are bytes from the file's start; position 0 means absent. Format: FlatBuffers "Internals" documentation.
 */
#ifndef TINYXS_ENGINE_FLATBUFFER_H
#define TINYXS_ENGINE_FLATBUFFER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  const uint8_t *data;
  uint32_t size;
} tinyxs_file;

/* `at` is the position of the first element. */
typedef struct {
  uint32_t at, count;
} tinyxs_vector;

static inline uint32_t tinyxs_get_u32(const tinyxs_file *file, uint32_t at) {
  if (at > file->size || file->size - at < 4) return 0;
  const uint8_t *p = file->data + at;
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* What is known to lie in the file. Inlined even where compilers save code: calls would cost more than the reads. */
#define TINYXS_PEEK static inline __attribute__((always_inline))
TINYXS_PEEK uint32_t tinyxs_peek_u16(const tinyxs_file *file, uint32_t at) {
  const uint8_t *p = file->data + at;
  return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}
TINYXS_PEEK uint32_t tinyxs_peek_u32(const tinyxs_file *file, uint32_t at) {
  const uint8_t *p = file->data + at;
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
TINYXS_PEEK float tinyxs_peek_f32(const tinyxs_file *file, uint32_t at) {
  uint32_t bits = tinyxs_peek_u32(file, at);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
TINYXS_PEEK int64_t tinyxs_peek_i64(const tinyxs_file *file, uint32_t at) {
  return (int64_t)((uint64_t)tinyxs_peek_u32(file, at) | (uint64_t)tinyxs_peek_u32(file, at + 4) << 32);
}

/*
 * Whether `at` is a table whose vtable and fields lie inside the file. *vtable is the last one found whole, 0 at first: tables
 * that share it aren't looked through again.
 */
bool tinyxs_check_table(const tinyxs_file *file, uint32_t at, uint32_t *vtable);

/* The position of a field of `bytes` bytes in a table that has been checked; 0 when either is absent. */
uint32_t tinyxs_field(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t bytes);

/* The table or string that a field refers to. False: the reference is broken. *at is 0 when the field is absent. */
bool tinyxs_reference(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t *at);
/* A field's vector of elements of `bytes` each. False: broken. Absent gives an empty vector at 0. */
bool tinyxs_read_vector(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t bytes, tinyxs_vector *vector);
/* Table i of a vector of tables; 0 when out of range or broken. */
uint32_t tinyxs_check_table_at(const tinyxs_file *file, tinyxs_vector vector, uint32_t i, uint32_t *vtable);
/* The same where tinyxs_check_table_at has found it whole before. */
static inline uint32_t tinyxs_table_at(const tinyxs_file *file, tinyxs_vector vector, uint32_t i) {
  return i < vector.count ? vector.at + 4 * i + tinyxs_peek_u32(file, vector.at + 4 * i) : 0;
}

/* A field's vector that has been found whole before. Absent gives an empty vector at 0. */
tinyxs_vector tinyxs_list_of(const tinyxs_file *file, uint32_t table, uint32_t id);

/* Shorthands: what is broken reads as absent. */
static inline uint32_t tinyxs_table(const tinyxs_file *file, uint32_t table, uint32_t id) {
  uint32_t at;
  return tinyxs_reference(file, table, id, &at) ? at : 0;
}
static inline tinyxs_vector tinyxs_vector_of(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t bytes) {
  tinyxs_vector vector;
  if (!tinyxs_read_vector(file, table, id, bytes, &vector)) vector = (tinyxs_vector){0, 0};
  return vector;
}
static inline uint32_t tinyxs_field_u8(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t fallback) {
  uint32_t at = tinyxs_field(file, table, id, 1);
  return at ? file->data[at] : fallback;
}
static inline uint32_t tinyxs_field_u32(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t fallback) {
  uint32_t at = tinyxs_field(file, table, id, 4);
  return at ? tinyxs_peek_u32(file, at) : fallback;
}
static inline int32_t tinyxs_field_i32(const tinyxs_file *file, uint32_t table, uint32_t id, int32_t fallback) {
  return (int32_t)tinyxs_field_u32(file, table, id, (uint32_t)fallback);
}
static inline float tinyxs_field_f32(const tinyxs_file *file, uint32_t table, uint32_t id, float fallback) {
  uint32_t at = tinyxs_field(file, table, id, 4);
  return at ? tinyxs_peek_f32(file, at) : fallback;
}

#endif
