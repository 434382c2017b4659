/* SPDX-License-Identifier: Apache-2.0 */
/* Broadcasting of two inputs. */
#include "operators/binary.h"

uint32_t tinyxs_size_at(const tinyxs_info *info, int32_t d, int32_t rank) {
  int32_t own = d - (rank - info->rank);
  return own < 0 ? 1 : (uint32_t)info->shape[own];
}

tinyxs_status tinyxs_plan_broadcast(tinyxs_plan *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                    tinyxs_broadcast *broadcast) {
  int32_t rank = a->rank > b->rank ? a->rank : b->rank;
  TINYXS_REQUIRE(p, output->rank >= rank, "its output has %d dimensions, its inputs %d", output->rank, rank);
  rank = output->rank;
  tinyxs_outer joined[TINYXS_RANK + 1] = {{1, 0, 0}};
  uint32_t count = 0, a_stride = 1, b_stride = 1;
  for (int32_t d = rank - 1; d >= 0; d--) {
    uint32_t x = tinyxs_size_at(a, d, rank), y = tinyxs_size_at(b, d, rank), out = (uint32_t)output->shape[d];
    TINYXS_REQUIRE(p, (x == out || x == 1) && (y == out || y == 1), "sizes %u and %u of its inputs do not give size %u", x, y,
                   out);
    uint32_t a_step = x == 1 ? 0 : a_stride, b_step = y == 1 ? 0 : b_stride;
    a_stride *= x;
    b_stride *= y;
    if (out == 1) continue;
    tinyxs_outer *last = &joined[count ? count - 1 : 0];
    bool same_run = count && a_step == last->a_stride * last->size && b_step == last->b_stride * last->size;
    if (same_run) {
      last->size *= out;
    } else {
      joined[count++] = (tinyxs_outer){out, a_step, b_step};
    }
  }
  *broadcast = (tinyxs_broadcast){.row = joined[0].size,
                                  .a_step = joined[0].a_stride != 0,
                                  .b_step = joined[0].b_stride != 0,
                                  .outer = (uint8_t)(count ? count - 1 : 0)};
  broadcast->rows = output->count / (broadcast->row ? broadcast->row : 1);
  if (broadcast->outer) {
    void *outer = tinyxs_allocate_persistent(p, broadcast->outer * sizeof joined[0], &broadcast->strides);
    if (outer) memcpy(outer, joined + 1, broadcast->outer * sizeof joined[0]);
  }
  return TINYXS_OK;
}

/* Each output element is written after the input elements before it have been read, so that smaller ones may take their place.
 */
static void offer_place(tinyxs_plan *p, uint32_t i, const tinyxs_info *input, const tinyxs_info *output) {
  bool fits = tinyxs_type_bytes(output->type) <= tinyxs_type_bytes(input->type);
  if (fits && tinyxs_same_shape(input, output)) tinyxs_in_place(p, i, 0);
}

tinyxs_status tinyxs_prepare_broadcast(tinyxs_plan *p, tinyxs_broadcast *broadcast) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_plan_broadcast(p, &a, &b, &output, broadcast));
  for (int32_t d = 0; d < output.rank; d++) {
    uint32_t out = (uint32_t)output.shape[d];
    TINYXS_REQUIRE(p, tinyxs_size_at(&a, d, output.rank) == out || tinyxs_size_at(&b, d, output.rank) == out,
                   "its output has size %u where both inputs have size 1", out);
  }
  offer_place(p, 0, &a, &output);
  offer_place(p, 1, &b, &output);
  return TINYXS_OK;
}

tinyxs_status tinyxs_run_rows(tinyxs_call *call, tinyxs_row row, uint32_t a_bytes, uint32_t b_bytes, uint32_t output_bytes) {
  const tinyxs_broadcast *broadcast = tinyxs_op_data(call);
  const tinyxs_outer *outer = (const tinyxs_outer *)tinyxs_persistent(call, broadcast->strides);
  const uint8_t *a = tinyxs_input_data(call, 0), *b = tinyxs_input_data(call, 1);
  uint8_t *output = tinyxs_output_data(call, 0);
  uint32_t place[TINYXS_RANK] = {0};
  for (uint32_t r = broadcast->rows; r-- > 0; output += broadcast->row * output_bytes) {
    row(broadcast, a, b, output);
    for (uint32_t k = 0; k < broadcast->outer; k++) {
      a += outer[k].a_stride * a_bytes;
      b += outer[k].b_stride * b_bytes;
      if (++place[k] < outer[k].size) break;
      place[k] = 0;
      a -= outer[k].size * outer[k].a_stride * a_bytes;
      b -= outer[k].size * outer[k].b_stride * b_bytes;
    }
  }
  return TINYXS_OK;
}
