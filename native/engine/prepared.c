/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and checking what `tinyxs prepare` has added to a file. */
#include "engine/plan.h"
#include "kernels/channel_multipliers.h"

static uint32_t find_buffer(const tinyxs_file *file, uint32_t root, tinyxs_vector buffers) {
  tinyxs_vector metadata = tinyxs_vector_of(file, root, MODEL_METADATA, 4);
  uint32_t vtable = 0;
  for (uint32_t i = 0; i < metadata.count; i++) {
    uint32_t entry = tinyxs_check_table_at(file, metadata, i, &vtable);
    tinyxs_vector name = tinyxs_vector_of(file, entry, METADATA_NAME, 1);
    if (name.count != sizeof TINYXS_PREPARED_NAME - 1) continue;
    if (memcmp(file->data + name.at, TINYXS_PREPARED_NAME, name.count) != 0) continue;
    return tinyxs_check_table_at(file, buffers, tinyxs_field_u32(file, entry, METADATA_BUFFER, 0), &vtable);
  }
  return 0;
}

bool tinyxs_engine_find_prepared(const tinyxs_file *file, uint32_t root, tinyxs_vector buffers, tinyxs_prepared *prepared) {
  enum { HEADER = 28 };
  *prepared = (tinyxs_prepared){0};
  tinyxs_vector data = tinyxs_vector_of(file, find_buffer(file, root, buffers), BUFFER_DATA, 1);
  if (!data.count) return true;
  if (data.count < HEADER) return false;
  prepared->original = tinyxs_peek_u32(file, data.at + 4); /* in every version */
  if (memcmp(file->data + data.at, TINYXS_PREPARED_MAGIC, 4) != 0) return false;
  if ((uintptr_t)(file->data + data.at) % sizeof(int32_t)) return false;
  prepared->arena[0] = tinyxs_peek_u32(file, data.at + 8);
  prepared->arena[1] = tinyxs_peek_u32(file, data.at + 12);
  prepared->workspace = tinyxs_peek_u32(file, data.at + 16);
  prepared->rings = tinyxs_peek_u32(file, data.at + 20);
  prepared->scales = tinyxs_peek_u32(file, data.at + 24);
  prepared->order_at = data.at + HEADER;
  uint64_t order_bytes = ((uint64_t)prepared->rings + 1) / 2 * 4;
  prepared->multipliers_at = prepared->order_at + (uint32_t)order_bytes;
  prepared->shifts_at = prepared->multipliers_at + 4 * prepared->scales;
  return HEADER + order_bytes + 5 * (uint64_t)prepared->scales == data.count;
}

bool tinyxs_hint(const void *data, size_t size, uint32_t *arena, uint32_t *workspace) {
  tinyxs_file file = {data, size < UINT32_MAX ? (uint32_t)size : UINT32_MAX};
  tinyxs_prepared prepared;
  tinyxs_vector buffers;
  uint32_t vtable = 0;
  if (!data || size < 16 || memcmp(file.data + 4, "TFL3", 4) != 0) return false;
  uint32_t root = tinyxs_peek_u32(&file, 0);
  if (!tinyxs_check_table(&file, root, &vtable)) return false;
  if (!tinyxs_read_vector(&file, root, MODEL_BUFFERS, 4, &buffers)) return false;
  if (!tinyxs_engine_find_prepared(&file, root, buffers, &prepared) || !prepared.order_at) return false;
  *arena = prepared.arena[sizeof(void *) == 8];
  *workspace = prepared.workspace;
  return true;
}

static tinyxs_status reject_prepared(tinyxs_plan *p) { return tinyxs_reject(p, TINYXS_BAD_MODEL, TINYXS_NOT_PREPARED); }

tinyxs_status tinyxs_find_channel_multipliers(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *weights,
                                              const tinyxs_info *output, uint32_t count, uint32_t *multipliers,
                                              uint32_t *shifts) {
  enum { AT_ONCE = 8 };
  tinyxs_prepared *it = &p->prepared;
  const uint8_t *scales = p->file.data + weights->scales_at;
  uint32_t first = it->used, step = weights->channels > 1 ? 4 : 0;
  *multipliers = *shifts = 0;
  if (!it->draft && !it->order_at) return TINYXS_OK;
  it->used += count;
  if (!it->draft && count > it->scales - first) return reject_prepared(p);
  *multipliers = it->multipliers_at + 4 * first;
  *shifts = it->shifts_at + first;
  for (uint32_t c = 0; c < count; c += AT_ONCE, scales += AT_ONCE * step) {
    int32_t expected[AT_ONCE];
    int8_t expected_shifts[AT_ONCE];
    uint32_t some = count - c < AT_ONCE ? count - c : AT_ONCE;
    tinyxs_channel_multipliers(input->scale, output->scale, scales, step, some, expected, expected_shifts);
    if (it->draft) {
      if (!it->multipliers) continue;
      memcpy(it->multipliers + first + c, expected, some * sizeof *expected);
      memcpy(it->shifts + first + c, expected_shifts, some);
    } else if (memcmp(p->file.data + *multipliers + 4 * c, expected, some * sizeof *expected) != 0 ||
               memcmp(p->file.data + *shifts + c, expected_shifts, some) != 0) {
      return reject_prepared(p);
    }
  }
  return TINYXS_OK;
}
