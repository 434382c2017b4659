/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adding a metadata buffer to a model file. FlatBuffers refer forwards only: a new root table and new lists of buffers and
 * metadata go before the file, which follows byte for byte.
 */
#include "prepare.h"

#include <stdlib.h>
#include <string.h>

#include "engine/plan.h"
#include "report.h"
#include "search.h"

/* The file begins at a multiple of this, so that nothing in it changes its alignment. */
enum { PREFIX_ALIGNMENT = 64 };
/* Fields of the schema's Model which are known here: all but the version refer to something. */
enum { MODEL_FIELDS = 8 };

/* ---- what is found out ---- */

typedef struct {
  uint16_t *order;
  uint32_t rings, scales;
  int32_t *multipliers;
  int8_t *shifts;
} findings;

/* Plans as loading does a prepared file; `found` may have room for the scales. */
static tinyxs_status plan_once(tinyxs_plan *p, const uint8_t *data, size_t size, findings *found, tinyxs_error *error) {
  TINYXS_TRY(tinyxs_engine_plan_start(p, data, size, sizeof(void *), error));
  void *workspace = calloc(1, tinyxs_engine_plan_workspace(p, NULL));
  if (!workspace) return tinyxs_fail(error, TINYXS_OUT_OF_MEMORY, "out of memory");
  tinyxs_engine_plan_workspace(p, workspace);
  p->prepared =
      (tinyxs_prepared){.draft = true, .multipliers_at = 4, .multipliers = found->multipliers, .shifts = found->shifts};
  tinyxs_status status = tinyxs_engine_plan_finish(p, NULL, 0);
  found->scales = p->prepared.used;
  if (status == TINYXS_OK && found->multipliers) {
    search_placement(&p->placement);
    found->rings = p->placement.rings;
    found->order = calloc(found->rings + 1, sizeof *found->order);
    if (found->order) memcpy(found->order, p->placement.order, found->rings * sizeof *found->order);
    if (!found->order) status = tinyxs_fail(error, TINYXS_OUT_OF_MEMORY, "out of memory");
  }
  free(workspace);
  return status;
}

static tinyxs_status find_out(const uint8_t *data, size_t size, findings *found, tinyxs_error *error) {
  tinyxs_plan p;
  TINYXS_TRY(plan_once(&p, data, size, found, error));
  found->multipliers = calloc(found->scales + 1, sizeof *found->multipliers);
  found->shifts = calloc(found->scales + 1, sizeof *found->shifts);
  if (!found->multipliers || !found->shifts) return tinyxs_fail(error, TINYXS_OUT_OF_MEMORY, "out of memory");
  return plan_once(&p, data, size, found, error);
}

/* ---- the prefix ---- */

typedef struct {
  uint8_t *bytes;
  uint32_t used;
} writer;

static void put_u16(writer *w, uint32_t value) {
  w->bytes[w->used++] = (uint8_t)value;
  w->bytes[w->used++] = (uint8_t)(value >> 8);
}
static void set_u32(writer *w, uint32_t at, uint32_t value) {
  for (uint32_t i = 0; i < 4; i++) w->bytes[at + i] = (uint8_t)(value >> 8 * i);
}
static void put_u32(writer *w, uint32_t value) {
  set_u32(w, w->used, value);
  w->used += 4;
}
static void align(writer *w, uint32_t alignment) { w->used = (w->used + alignment - 1) / alignment * alignment; }
/* Makes the reference at `at` point to `to`. */
static void refer(writer *w, uint32_t at, uint32_t to) { set_u32(w, at, to - at); }

/* A table of fields of 4 bytes, those of a bit in `present`; returns its position. */
static uint32_t put_table(writer *w, uint32_t fields, uint32_t present) {
  align(w, 4);
  uint32_t vtable = w->used, offset = 4;
  put_u16(w, 4 + 2 * fields);
  put_u16(w, 4 + 4 * (uint32_t)__builtin_popcount(present));
  for (uint32_t i = 0; i < fields; i++) {
    put_u16(w, present >> i & 1 ? offset : 0);
    if (present >> i & 1) offset += 4;
  }
  align(w, 4);
  uint32_t table = w->used;
  put_u32(w, table - vtable);
  w->used += offset - 4;
  return table;
}
static uint32_t field_at(uint32_t table, uint32_t present, uint32_t field) {
  return table + 4 + 4 * (uint32_t)__builtin_popcount(present & ((1u << field) - 1));
}

/* A list of the file's tables, and one more; returns where that one is referred to. */
static uint32_t put_list(writer *w, const tinyxs_file *file, tinyxs_vector old, uint32_t prefix) {
  put_u32(w, old.count + 1);
  for (uint32_t i = 0; i < old.count; i++) {
    refer(w, w->used, prefix + tinyxs_table_at(file, old, i));
    w->used += 4;
  }
  w->used += 4;
  return w->used - 4;
}

static uint32_t payload_bytes(const findings *found) { return 28 + (found->rings + 1) / 2 * 4 + 5 * found->scales; }

static void put_payload(writer *w, const findings *found, uint32_t prefix, uint32_t *hints_at) {
  memcpy(w->bytes + w->used, TINYXS_PREPARED_MAGIC, 4);
  w->used += 4;
  put_u32(w, prefix);
  *hints_at = w->used;
  w->used += 12;
  put_u32(w, found->rings);
  put_u32(w, found->scales);
  for (uint32_t i = 0; i < found->rings; i++) put_u16(w, found->order[i]);
  align(w, 4);
  for (uint32_t i = 0; i < found->scales; i++) put_u32(w, (uint32_t)found->multipliers[i]);
  memcpy(w->bytes + w->used, found->shifts, found->scales);
  w->used += found->scales;
}

/* The room for the prefix of a file with these lists. */
static uint32_t prefix_bytes(const findings *found, tinyxs_vector buffers, tinyxs_vector metadata) {
  uint32_t bytes = 200 + 4 * (buffers.count + metadata.count) + payload_bytes(found);
  return (bytes + PREFIX_ALIGNMENT - 1) / PREFIX_ALIGNMENT * PREFIX_ALIGNMENT;
}

/* Writes the prefix; *hints_at is where the sizes of arena and workspace go. */
static void put_prefix(writer *w, const tinyxs_file *file, uint32_t root, const findings *found, uint32_t prefix,
                       uint32_t *hints_at) {
  tinyxs_vector buffers = tinyxs_vector_of(file, root, MODEL_BUFFERS, 4);
  tinyxs_vector metadata = tinyxs_vector_of(file, root, MODEL_METADATA, 4);
  uint32_t present = 1u << MODEL_VERSION | 1u << MODEL_BUFFERS | 1u << MODEL_METADATA;
  for (uint32_t i = 0; i < MODEL_FIELDS; i++) present |= tinyxs_field(file, root, i, 4) ? 1u << i : 0;
  w->used = 4;
  memcpy(w->bytes + 4, "TFL3", 4);
  w->used = 8;
  uint32_t model = put_table(w, MODEL_FIELDS, present);
  refer(w, 0, model);
  for (uint32_t i = 0; i < MODEL_FIELDS; i++) {
    if (!(present >> i & 1)) continue;
    if (i == MODEL_VERSION)
      set_u32(w, field_at(model, present, i), TINYXS_SCHEMA_VERSION);
    else if (i != MODEL_BUFFERS && i != MODEL_METADATA)
      refer(w, field_at(model, present, i), prefix + tinyxs_table(file, root, i));
  }
  refer(w, field_at(model, present, MODEL_BUFFERS), w->used);
  uint32_t new_buffer = put_list(w, file, buffers, prefix);
  refer(w, field_at(model, present, MODEL_METADATA), w->used);
  uint32_t new_entry = put_list(w, file, metadata, prefix);
  uint32_t entry = put_table(w, 2, 3);
  refer(w, new_entry, entry);
  set_u32(w, field_at(entry, 3, METADATA_BUFFER), buffers.count);
  refer(w, field_at(entry, 3, METADATA_NAME), w->used);
  put_u32(w, sizeof TINYXS_PREPARED_NAME - 1);
  memcpy(w->bytes + w->used, TINYXS_PREPARED_NAME, sizeof TINYXS_PREPARED_NAME);
  w->used += (uint32_t)sizeof TINYXS_PREPARED_NAME;
  uint32_t buffer = put_table(w, 1, 1);
  refer(w, new_buffer, buffer);
  w->used = (w->used + 4 + 15) / 16 * 16 - 4; /* so that the data is aligned to 16 bytes */
  refer(w, field_at(buffer, 1, BUFFER_DATA), w->used);
  put_u32(w, payload_bytes(found));
  put_payload(w, found, prefix, hints_at);
}

/* ---- the file ---- */

static tinyxs_status measure(const uint8_t *data, size_t size, uint32_t pointer_bytes, tinyxs_memory *memory,
                             tinyxs_error *error) {
  uint32_t bytes = tinyxs_workspace(data, size, error);
  if (!bytes) return error->status;
  void *workspace = aligned_alloc(TINYXS_ALIGNMENT, bytes);
  if (!workspace) return tinyxs_fail(error, TINYXS_OUT_OF_MEMORY, "out of memory");
  tinyxs_status status = tinyxs_measure(data, size, pointer_bytes, workspace, bytes, memory, error);
  free(workspace);
  return status;
}

static tinyxs_status make(const uint8_t *data, size_t size, const findings *found, uint8_t **made, size_t *made_bytes,
                          tinyxs_error *error) {
  tinyxs_file file = {data, (uint32_t)size};
  uint32_t root = tinyxs_peek_u32(&file, 0), hints_at;
  tinyxs_memory memory = {0};
  for (uint32_t i = MODEL_FIELDS; i < MODEL_FIELDS + 8; i++) {
    if (!tinyxs_field(&file, root, i, 1)) continue;
    return tinyxs_fail(error, TINYXS_UNSUPPORTED, "the model has a part that tinyxs doesn't know: field %u of its root", i);
  }
  uint32_t prefix =
      prefix_bytes(found, tinyxs_vector_of(&file, root, MODEL_BUFFERS, 4), tinyxs_vector_of(&file, root, MODEL_METADATA, 4));
  *made_bytes = prefix + size;
  *made = aligned_alloc(PREFIX_ALIGNMENT, (*made_bytes + PREFIX_ALIGNMENT) / PREFIX_ALIGNMENT * PREFIX_ALIGNMENT);
  if (!*made) return tinyxs_fail(error, TINYXS_OUT_OF_MEMORY, "out of memory");
  writer w = {*made, 0};
  memset(*made, 0, prefix);
  put_prefix(&w, &file, root, found, prefix, &hints_at);
  memcpy(*made + prefix, data, size);
  for (uint32_t pointer_bytes = 4; pointer_bytes <= 8; pointer_bytes += 4) {
    TINYXS_TRY(measure(*made, *made_bytes, pointer_bytes, &memory, error));
    set_u32(&w, hints_at + pointer_bytes - 4, memory.arena);
  }
  set_u32(&w, hints_at + 8, memory.workspace);
  return TINYXS_OK;
}

int prepare_model(const char *path, const uint8_t *data, size_t size, uint8_t **made, size_t *made_bytes) {
  tinyxs_error error;
  tinyxs_plan p;
  findings found = {0};
  tinyxs_status status = tinyxs_engine_plan_start(&p, data, size, sizeof(void *), &error);
  if (p.prepared.original && p.prepared.original < size) { /* what it was before */
    data += p.prepared.original;
    size -= p.prepared.original;
    status = TINYXS_OK;
  }
  if (status == TINYXS_OK) status = find_out(data, size, &found, &error);
  if (status == TINYXS_OK) status = make(data, size, &found, made, made_bytes, &error);
  free(found.order);
  free(found.multipliers);
  free(found.shifts);
  return status == TINYXS_OK ? 0 : refuse_model(path, &error);
}
