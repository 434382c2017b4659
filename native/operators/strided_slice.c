/*
 * STRIDED_SLICE: NumPy's begin:end:stride per dimension, with begin, end and shrink masks. All types; begin, end and strides
 * must be constant.
 */
#include "operators/common.h"

typedef struct {
  uint32_t rank, element_bytes, outputs, slices; /* slices: arena offset of [rank] slice, outermost first */
} strided_slice;

typedef struct {
  int32_t start, count, step; /* step in elements of the input */
} slice;

static tinyxs_status run(tinyxs_call *call) {
  const strided_slice *d = tinyxs_kept(call);
  const slice *slices = (const slice *)tinyxs_kept_at(call, d->slices);
  const uint8_t *input = tinyxs_input_data(call, 0);
  uint8_t *output = tinyxs_output_data(call, 0);
  const slice *row = &slices[d->rank - 1];
  for (uint32_t r = 0; r < d->outputs / (uint32_t)row->count; r++) {
    uint32_t rest = r;
    int64_t at = row->start;
    for (uint32_t k = d->rank - 1; k-- > 0;) {
      at += slices[k].start + (int64_t)(rest % (uint32_t)slices[k].count) * slices[k].step;
      rest /= (uint32_t)slices[k].count;
    }
    const uint8_t *from = input + at * (int64_t)d->element_bytes;
    if (row->step == 1) {
      memcpy(output, from, (size_t)row->count * d->element_bytes);
      output += (size_t)row->count * d->element_bytes;
      continue;
    }
    for (int32_t x = 0; x < row->count; x++, output += d->element_bytes) {
      memcpy(output, from + (int64_t)x * row->step * (int64_t)d->element_bytes, d->element_bytes);
    }
  }
  return TINYXS_OK;
}

/* Resolves one dimension as the reference does; gives how many elements it selects, and the first. */
static int32_t resolve(int64_t begin, int64_t end, int32_t stride, int32_t size, bool begin_mask, bool end_mask, bool shrink,
                       bool offset, int32_t *start) {
  int64_t low = stride > 0 ? 0 : -1, high = stride > 0 ? size : size - 1;
  if (begin < 0) begin += size;
  begin = begin < low ? low : begin > high ? high : begin;
  if (begin_mask) begin = stride > 0 ? 0 : size - 1;
  *start = (int32_t)begin;
  if (shrink) return begin >= 0 && begin < size ? 1 : 0;
  if (offset) end += begin;
  if (end < 0) end += size;
  end = end < low ? low : end > high ? high : end;
  if (end_mask) end = stride > 0 ? size : -1;
  int64_t span = stride > 0 ? end - begin : begin - end, stride_size = stride > 0 ? stride : -(int64_t)stride;
  return span > 0 ? (int32_t)((span + stride_size - 1) / stride_size) : 0;
}

static bool is_list(const tinyxs_info *info, uint32_t most) {
  return info->constant && info->type == TINYXS_INT32 && info->count <= most;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 4, 4, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), begins = tinyxs_input_info(p, 1), ends = tinyxs_input_info(p, 2);
  tinyxs_info strides = tinyxs_input_info(p, 3), output = tinyxs_output_info(p, 0);
  uint32_t rank = (uint32_t)input.rank;
  TINYXS_REQUIRE(p,
                 is_list(&begins, rank) && is_list(&ends, rank) && is_list(&strides, rank) && begins.count == ends.count &&
                     begins.count == strides.count,
                 "its begin, end and strides must be constant int32 lists of equal length, at most %u", rank);
  TINYXS_REQUIRE(p, tinyxs_option_i32(p, 2, 0) == 0 && tinyxs_option_i32(p, 3, 0) == 0,
                 "its ellipsis and new-axis masks are not supported");
  if (input.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  strided_slice d = {.rank = rank, .element_bytes = tinyxs_type_bytes(input.type), .outputs = output.count};
  if (!d.element_bytes) return tinyxs_reject_type(p, "an input", &input);
  int32_t begin_mask = tinyxs_option_i32(p, 0, 0), end_mask = tinyxs_option_i32(p, 1, 0);
  int32_t shrink_mask = tinyxs_option_i32(p, 4, 0);
  bool offset = tinyxs_option_bool(p, 5, false);
  slice slices[TINYXS_RANK];
  uint64_t selected = 1;
  int32_t step = 1;
  for (uint32_t k = rank; k-- > 0;) {
    int32_t size = input.shape[k];
    slices[k] = (slice){0, size, step};
    if (k < begins.count) {
      int32_t stride = ((const int32_t *)strides.constant)[k], start;
      TINYXS_REQUIRE(p, stride != 0 && stride != INT32_MIN, "its stride in dimension %u is %d", k, stride);
      bool shrink = shrink_mask >> k & 1;
      int32_t count = resolve(((const int32_t *)begins.constant)[k], ((const int32_t *)ends.constant)[k], stride, size,
                              begin_mask >> k & 1, end_mask >> k & 1, shrink, offset, &start);
      TINYXS_REQUIRE(p, !shrink || count == 1, "its begin is outside dimension %u", k);
      int32_t stride_step = count > 1 ? stride * step : step;
      slices[k] = (slice){start * step, count, stride_step};
    }
    selected *= (uint32_t)slices[k].count;
    step *= size;
  }
  TINYXS_REQUIRE(p, rank > 0 && selected == output.count, "it selects %u elements, its output has %u", (uint32_t)selected,
                 output.count);
  slice *kept = tinyxs_keep_array(p, rank * sizeof slices[0], &d.slices);
  if (kept) memcpy(kept, slices, rank * sizeof slices[0]);
  tinyxs_keep(p, &d, sizeof d);
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_strided_slice = {"STRIDED_SLICE", 45, prepare};
