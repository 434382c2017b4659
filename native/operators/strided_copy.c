/* SPDX-License-Identifier: Apache-2.0 */
/* Moving blocks of elements, and what the operators that do so check. */
#include "operators/strided_copy.h"

uint32_t tinyxs_add_stride(tinyxs_stride *strides, uint32_t rank, uint32_t size, uint32_t from, uint32_t to) {
  if (size == 1) return rank;
  tinyxs_stride *last = &strides[rank ? rank - 1 : 0];
  if (rank && from == (uint32_t)last->from * last->size && to == (uint32_t)last->to * last->size) {
    last->size *= size;
    return rank;
  }
  strides[rank] = (tinyxs_stride){size, (int32_t)from, (int32_t)to};
  return rank + 1;
}

void tinyxs_add_dimension(tinyxs_strided_copy *m, uint32_t size, uint32_t from, uint32_t to) {
  if (!m->rank && from == m->bytes && to == m->bytes) {
    m->bytes *= size;
  } else if (size == 0) {
    m->bytes = 0;
  } else {
    m->rank = tinyxs_add_stride(m->strides, m->rank, size, from, to);
  }
}

bool tinyxs_next_place(const tinyxs_stride *strides, uint32_t rank, uint32_t *place, int32_t *from, int32_t *to) {
  for (uint32_t k = 0; k < rank; k++) {
    if (++place[k] < strides[k].size) {
      *from += strides[k].from;
      *to += strides[k].to;
      return true;
    }
    place[k] = 0;
    *from -= (int32_t)(strides[k].size - 1) * strides[k].from;
    *to -= (int32_t)(strides[k].size - 1) * strides[k].to;
  }
  return false;
}

static void move_row(const tinyxs_stride *row, uint32_t bytes, const uint8_t *from, uint8_t *to) {
  uint32_t size = row->size;
  int32_t f = 0, t = 0;
  /* Copies of a constant size become single instructions where the processor can. */
  switch (bytes) {
  case 1:
    for (uint32_t i = 0; i < size; i++, f += row->from, t += row->to) to[t] = from[f];
    break;
  case 2:
    for (uint32_t i = 0; i < size; i++, f += row->from, t += row->to) memcpy(to + t, from + f, 2);
    break;
  case 4:
    for (uint32_t i = 0; i < size; i++, f += row->from, t += row->to) memcpy(to + t, from + f, 4);
    break;
  default:
    for (uint32_t i = 0; i < size; i++, f += row->from, t += row->to) memcpy(to + t, from + f, bytes);
  }
}

void tinyxs_copy_strided(const tinyxs_strided_copy *m, const void *from, void *to) {
  if (!m->bytes) return;
  uint32_t place[TINYXS_RANK] = {0}, outer = m->rank ? m->rank - 1 : 0;
  int32_t f = 0, t = 0;
  const tinyxs_stride one = {1, 0, 0}, *row = m->rank ? m->strides : &one;
  do {
    move_row(row, m->bytes, (const uint8_t *)from + f, (uint8_t *)to + t);
  } while (tinyxs_next_place(m->strides + 1, outer, place, &f, &t));
}

void tinyxs_fill(void *to, const void *value, uint32_t bytes, uint32_t count) {
  const tinyxs_stride row = {count, 0, (int32_t)bytes};
  move_row(&row, bytes, value, to);
}

typedef struct {
  uint32_t start;
  tinyxs_strided_copy copy;
} plain_copy;

static tinyxs_status run_plain(tinyxs_call *call) {
  const plain_copy *d = tinyxs_op_data(call);
  tinyxs_copy_strided(&d->copy, (const uint8_t *)tinyxs_input_data(call, 0) + d->start, tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

void tinyxs_set_strided_copy(tinyxs_plan *p, uint32_t start, const tinyxs_strided_copy *m) {
  plain_copy d = {start, *m};
  tinyxs_set_op_data(p, &d, TINYXS_STRIDED_COPY_BYTES(d));
  if (m->bytes) tinyxs_set_run(p, run_plain);
}

tinyxs_status tinyxs_require_same_type(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output, uint32_t *bytes) {
  *bytes = tinyxs_type_bytes(input->type);
  if (!*bytes) return tinyxs_reject_type(p, "an input", input);
  if (input->type != output->type) return tinyxs_reject_type(p, "an output", output);
  return TINYXS_OK;
}

tinyxs_status tinyxs_require_shape(tinyxs_plan *p, const tinyxs_info *output, const int32_t *shape, int32_t rank) {
  TINYXS_REQUIRE(p, output->rank == rank, "its output has %d dimensions instead of %d", output->rank, rank);
  for (int32_t k = 0; k < rank; k++) {
    TINYXS_REQUIRE(p, output->shape[k] == shape[k], "its output has size %d instead of %d in dimension %d", output->shape[k],
                   shape[k], k);
  }
  return TINYXS_OK;
}

bool tinyxs_same_sizes(const tinyxs_info *a, const tinyxs_info *b) {
  for (int32_t i = 0, k = 0;; i++, k++) {
    while (i < a->rank && a->shape[i] == 1) i++;
    while (k < b->rank && b->shape[k] == 1) k++;
    if (i == a->rank || k == b->rank) return i == a->rank && k == b->rank;
    if (a->shape[i] != b->shape[k]) return false;
  }
}

uint32_t tinyxs_count_elements(const int32_t *shape, int32_t first, int32_t last) {
  uint32_t product = 1;
  for (int32_t k = first; k < last; k++) product *= (uint32_t)shape[k];
  return product;
}

int64_t tinyxs_number(const void *list, tinyxs_type type, uint32_t i) {
  switch (type) {
  case TINYXS_INT8: return ((const int8_t *)list)[i];
  case TINYXS_INT16: return ((const int16_t *)list)[i];
  case TINYXS_INT64: return ((const tinyxs_int64 *)list)[i];
  default: return ((const int32_t *)list)[i];
  }
}

bool tinyxs_find_axes(const int32_t *axes, uint32_t count, int32_t rank, uint32_t *bits) {
  *bits = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (axes[i] < -rank || axes[i] >= rank) return false;
    *bits |= 1u << (axes[i] < 0 ? axes[i] + rank : axes[i]);
  }
  return true;
}
