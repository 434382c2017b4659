/* Finding what `tinyxs prepare` has added to a file. */
#include "engine/prepared.h"

#include "engine/schema.h"

static uint32_t find_buffer(const tinyxs_file *file, uint32_t root, tinyxs_vector buffers) {
  tinyxs_vector metadata = tinyxs_vector_of(file, root, MODEL_METADATA, 4);
  for (uint32_t i = 0; i < metadata.count; i++) {
    uint32_t entry = tinyxs_check_table_at(file, metadata, i);
    tinyxs_vector name = tinyxs_vector_of(file, entry, METADATA_NAME, 1);
    if (name.count != sizeof TINYXS_PREPARED_NAME - 1) continue;
    if (memcmp(file->data + name.at, TINYXS_PREPARED_NAME, name.count) != 0) continue;
    return tinyxs_table_at(file, buffers, tinyxs_field_u32(file, entry, METADATA_BUFFER, 0));
  }
  return 0;
}

bool tinyxs_find_prepared(const tinyxs_file *file, uint32_t root, tinyxs_vector buffers, tinyxs_prepared *prepared) {
  enum { HEADER = 20 };
  *prepared = (tinyxs_prepared){0};
  tinyxs_vector data = tinyxs_vector_of(file, find_buffer(file, root, buffers), BUFFER_DATA, 1);
  if (!data.count) return true;
  if (data.count < HEADER || memcmp(file->data + data.at, TINYXS_PREPARED_MAGIC, 4) != 0) return false;
  if ((uintptr_t)(file->data + data.at) % sizeof(int32_t)) return false;
  prepared->arena[0] = tinyxs_peek_u32(file, data.at + 4);
  prepared->arena[1] = tinyxs_peek_u32(file, data.at + 8);
  prepared->rings = tinyxs_peek_u32(file, data.at + 12);
  prepared->scales = tinyxs_peek_u32(file, data.at + 16);
  prepared->order_at = data.at + HEADER;
  uint64_t order_bytes = ((uint64_t)prepared->rings + 1) / 2 * 4;
  prepared->multipliers_at = prepared->order_at + (uint32_t)order_bytes;
  prepared->shifts_at = prepared->multipliers_at + 4 * prepared->scales;
  return HEADER + order_bytes + 5 * (uint64_t)prepared->scales == data.count;
}
