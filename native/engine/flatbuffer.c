/* SPDX-License-Identifier: Apache-2.0 */
/* FlatBuffers tables, references and vectors, checked at every step. */
#include "engine/flatbuffer.h"

/* The vtable of a table and both sizes; false when any of it is outside the file. */
static bool find_vtable(const tinyxs_file *file, uint32_t table, uint32_t *vtable, uint32_t *vtable_bytes,
                        uint32_t *table_bytes) {
  if (table < 4 || table > file->size || file->size - table < 4) return false;
  int64_t at = (int64_t)table - (int32_t)tinyxs_peek_u32(file, table);
  if (at < 4 || at + 4 > (int64_t)file->size) return false;
  *vtable = (uint32_t)at;
  *vtable_bytes = tinyxs_peek_u16(file, *vtable);
  *table_bytes = tinyxs_peek_u16(file, *vtable + 2);
  return *vtable_bytes >= 4 && *vtable_bytes % 2 == 0 && *vtable_bytes <= file->size - *vtable && *table_bytes >= 4 &&
         *table_bytes <= file->size - table;
}

bool tinyxs_check_table(const tinyxs_file *file, uint32_t at, uint32_t *checked) {
  uint32_t vtable, vtable_bytes, table_bytes;
  if (!find_vtable(file, at, &vtable, &vtable_bytes, &table_bytes)) return false;
  if (vtable == *checked) return true; /* most tables of a kind share one */
  /* A field outside of its table is one that other readers would see. */
  for (uint32_t entry = 4; entry < vtable_bytes; entry += 2) {
    uint32_t offset = tinyxs_peek_u16(file, vtable + entry);
    if (offset && (offset < 4 || offset >= table_bytes)) return false;
  }
  *checked = vtable;
  return true;
}

uint32_t tinyxs_field(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t bytes) {
  if (!table) return 0;
  uint32_t vtable = table - tinyxs_peek_u32(file, table);
  if (4 + 2 * id + 2 > tinyxs_peek_u16(file, vtable)) return 0;
  uint32_t offset = tinyxs_peek_u16(file, vtable + 4 + 2 * id);
  /* What lies outside of its table is absent for all readers. */
  return offset && offset + bytes <= tinyxs_peek_u16(file, vtable + 2) ? table + offset : 0;
}

/* Follows the unsigned offset stored at `at`, which lies in the file; 0 when it leaves the file. */
static uint32_t follow(const tinyxs_file *file, uint32_t at) {
  uint32_t offset = tinyxs_peek_u32(file, at), rest = file->size - at;
  return offset >= 4 && offset <= rest && rest - offset >= 4 ? at + offset : 0;
}

bool tinyxs_reference(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t *at) {
  uint32_t field = tinyxs_field(file, table, id, 4);
  *at = field ? follow(file, field) : 0;
  return !field || *at;
}

bool tinyxs_read_vector(const tinyxs_file *file, uint32_t table, uint32_t id, uint32_t bytes, tinyxs_vector *vector) {
  uint32_t at;
  *vector = (tinyxs_vector){0, 0};
  if (!tinyxs_reference(file, table, id, &at)) return false;
  if (!at) return true;
  uint32_t count = tinyxs_peek_u32(file, at);
  if ((uint64_t)count * bytes > file->size - at - 4) return false;
  *vector = (tinyxs_vector){at + 4, count};
  return true;
}

tinyxs_vector tinyxs_list_of(const tinyxs_file *file, uint32_t table, uint32_t id) {
  uint32_t at = tinyxs_field(file, table, id, 4);
  if (!at) return (tinyxs_vector){0, 0};
  at += tinyxs_peek_u32(file, at);
  return (tinyxs_vector){at + 4, tinyxs_peek_u32(file, at)};
}

uint32_t tinyxs_check_table_at(const tinyxs_file *file, tinyxs_vector vector, uint32_t i, uint32_t *vtable) {
  if (i >= vector.count) return 0;
  uint32_t at = follow(file, vector.at + 4 * i);
  return at && tinyxs_check_table(file, at, vtable) ? at : 0;
}
