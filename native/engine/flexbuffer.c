/* SPDX-License-Identifier: Apache-2.0 */
/* Finds numbers in a flexbuffer. */
#include "engine/flexbuffer.h"

#include <string.h>

enum { TYPE_INT = 1, TYPE_UINT = 2, TYPE_FLOAT = 3, TYPE_MAP = 9, TYPE_BOOL = 26 };

typedef struct {
  const uint8_t *data;
  uint32_t bytes;
} buffer;

/* A little-endian unsigned number of `width` (1, 2, 4 or 8) bytes. */
static bool get(const buffer *b, uint64_t at, uint32_t width, uint64_t *value) {
  if (at > b->bytes || width > b->bytes - at) return false;
  *value = 0;
  for (uint32_t i = 0; i < width; i++) *value |= (uint64_t)b->data[at + i] << (8 * i);
  return true;
}

/* Follows the offset at `at`, which counts backwards. */
static bool follow(const buffer *b, uint64_t at, uint32_t width, uint64_t *target) {
  uint64_t offset;
  if (!get(b, at, width, &offset) || offset > at) return false;
  *target = at - offset;
  return true;
}

static bool is_width(uint64_t width) { return width == 1 || width == 2 || width == 4 || width == 8; }

typedef struct {
  uint64_t keys, values; /* positions of the first key's offset and of the first value */
  uint32_t key_width, width;
  uint64_t count;
} map;

/* Before the values stand the offset of the keys, the keys' width, and the count. Each value takes a byte for its type, too. */
static bool get_map(const buffer *b, map *m) {
  uint64_t width, type, key_width;
  if (b->bytes < 3) return false;
  if (!get(b, b->bytes - 1, 1, &width) || !get(b, b->bytes - 2, 1, &type)) return false;
  if (!is_width(width) || width + 2 > b->bytes || type >> 2 != TYPE_MAP) return false;
  if (!follow(b, b->bytes - 2 - width, (uint32_t)width, &m->values)) return false;
  m->width = 1u << (type & 3);
  if (m->values < 3 * m->width) return false;
  if (!follow(b, m->values - 3 * m->width, m->width, &m->keys)) return false;
  if (!get(b, m->values - 2 * m->width, m->width, &key_width) || !is_width(key_width)) return false;
  m->key_width = (uint32_t)key_width;
  return get(b, m->values - m->width, m->width, &m->count) && m->count <= b->bytes;
}

static bool is_key(const buffer *b, uint64_t at, const char *key) {
  size_t length = strlen(key) + 1;
  return at <= b->bytes && length <= b->bytes - at && memcmp(b->data + at, key, length) == 0;
}

/* A value of the map: its type, and its bytes as a number. */
typedef struct {
  uint64_t type, bits;
  uint32_t width;
} element;

static bool get_element(const buffer *b, const map *m, uint64_t i, element *e) {
  if (!get(b, m->values + m->count * m->width + i, 1, &e->type)) return false;
  e->type >>= 2;
  e->width = m->width;
  return get(b, m->values + i * m->width, m->width, &e->bits);
}

static bool find(const uint8_t *data, uint32_t bytes, const char *key, element *e) {
  buffer b = {data, bytes};
  map m;
  if (data == NULL || !get_map(&b, &m)) return false;
  for (uint64_t i = 0; i < m.count; i++) {
    uint64_t at;
    if (!follow(&b, m.keys + i * m.key_width, m.key_width, &at)) return false;
    if (is_key(&b, at, key)) return get_element(&b, &m, i, e);
  }
  return false;
}

static bool to_number(const element *e, int64_t *value) {
  if (e->type != TYPE_INT && e->type != TYPE_UINT && e->type != TYPE_BOOL) return false;
  uint32_t unused = 64 - 8 * e->width;
  *value = (int64_t)e->bits;
  if (e->type == TYPE_INT) *value = (int64_t)(e->bits << unused) >> unused;
  return e->type != TYPE_UINT || *value >= 0;
}

bool tinyxs_flexbuffer_number(const uint8_t *data, uint32_t bytes, const char *key, int64_t *value) {
  element e;
  return find(data, bytes, key, &e) && to_number(&e, value);
}

bool tinyxs_flexbuffer_real(const uint8_t *data, uint32_t bytes, const char *key, float *value) {
  element e;
  int64_t whole;
  if (!find(data, bytes, key, &e)) return false;
  if (e.type == TYPE_FLOAT && e.width == 4) {
    uint32_t bits = (uint32_t)e.bits;
    memcpy(value, &bits, sizeof bits);
  } else if (e.type == TYPE_FLOAT && e.width == 8) {
    double wide;
    memcpy(&wide, &e.bits, sizeof wide);
    *value = (float)wide;
  } else {
    if (!to_number(&e, &whole)) return false;
    *value = (float)whole;
  }
  return true;
}
