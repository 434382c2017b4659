/* SPDX-License-Identifier: Apache-2.0 */
/*
 * STRIDED_SLICE: NumPy's begin:end:stride per dimension, with all masks. All types; begin, end and strides must be constants of
 * int32. The ellipsis and new-axis masks and the offset option are TensorFlow's; TensorFlow Lite Micro ignores them.
 */
#include "operators/strided_copy.h"

typedef struct {
  const int32_t *begins, *ends, *strides;
  uint32_t count;
  int32_t begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_mask;
  bool offset;
} options;

/* What entry i of the lists selects of a dimension of `size` elements: the first element and how many; -1: it lies outside. */
static int32_t resolve(const options *o, uint32_t i, int32_t size, int32_t *start) {
  int64_t begin = o->begins[i], end = o->ends[i], stride = o->strides[i];
  int64_t low = stride > 0 ? 0 : -1, high = stride > 0 ? size : size - 1;
  if (begin < 0) begin += size;
  begin = begin < low ? low : begin > high ? high : begin;
  if (o->begin_mask >> i & 1) begin = stride > 0 ? 0 : size - 1;
  *start = (int32_t)begin;
  if (o->shrink_mask >> i & 1) return begin >= 0 && begin < size ? 1 : -1;
  if (o->offset) end += begin;
  if (end < 0) end += size;
  end = end < low ? low : end > high ? high : end;
  if (o->end_mask >> i & 1) end = stride > 0 ? size : -1;
  int64_t span = stride > 0 ? end - begin : begin - end, step = stride > 0 ? stride : -stride;
  return span > 0 ? (int32_t)((span + step - 1) / step) : 0;
}

static bool is_list(const tinyxs_info *info) { return info->constant && info->type == TINYXS_INT32; }

static tinyxs_status read_options(tinyxs_plan *p, options *o) {
  tinyxs_info begins = tinyxs_input_info(p, 1), ends = tinyxs_input_info(p, 2), strides = tinyxs_input_info(p, 3);
  TINYXS_REQUIRE(p,
                 is_list(&begins) && is_list(&ends) && is_list(&strides) && begins.count == ends.count &&
                     begins.count == strides.count && begins.count < 2 * TINYXS_RANK,
                 "its begin, end and strides must be constant int32 lists of equal length");
  *o = (options){.begins = begins.constant,
                 .ends = ends.constant,
                 .strides = strides.constant,
                 .count = begins.count,
                 .begin_mask = tinyxs_option_i32(p, STRIDED_SLICE_OPTIONS_BEGIN_MASK, 0),
                 .end_mask = tinyxs_option_i32(p, STRIDED_SLICE_OPTIONS_END_MASK, 0),
                 .ellipsis_mask = tinyxs_option_i32(p, STRIDED_SLICE_OPTIONS_ELLIPSIS_MASK, 0),
                 .new_axis_mask = tinyxs_option_i32(p, STRIDED_SLICE_OPTIONS_NEW_AXIS_MASK, 0),
                 .shrink_mask = tinyxs_option_i32(p, STRIDED_SLICE_OPTIONS_SHRINK_AXIS_MASK, 0),
                 .offset = tinyxs_option_bool(p, STRIDED_SLICE_OPTIONS_OFFSET, false)};
  return TINYXS_OK;
}

/* Writes for every input dimension which entry of the lists tells about it; UINT8_MAX: all of it is taken. */
static tinyxs_status assign(tinyxs_plan *p, const options *o, int32_t rank, uint8_t entries[TINYXS_RANK]) {
  int32_t named = 0, k = 0;
  bool ellipsis = false;
  for (uint32_t i = 0; i < o->count; i++) named += !((o->ellipsis_mask | o->new_axis_mask) >> i & 1);
  TINYXS_REQUIRE(p, named <= rank, "it slices %d dimensions, its input has %d", named, rank);
  for (uint32_t i = 0; i < o->count; i++) {
    if (o->ellipsis_mask >> i & 1) {
      TINYXS_REQUIRE(p, !ellipsis, "it has more than one ellipsis");
      ellipsis = true;
      for (int32_t n = named; n < rank; n++) entries[k++] = UINT8_MAX;
    } else if (!(o->new_axis_mask >> i & 1)) {
      entries[k++] = (uint8_t)i;
    }
  }
  while (k < rank) entries[k++] = UINT8_MAX;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_strided_slice(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 4, 4, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  tinyxs_strided_copy copy = {0};
  options o = {0};
  uint8_t entries[TINYXS_RANK];
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &copy.bytes));
  TINYXS_TRY(read_options(p, &o));
  TINYXS_TRY(assign(p, &o, input.rank, entries));
  uint32_t from = copy.bytes, to = copy.bytes, start = 0;
  tinyxs_info made = {0}; /* the shape without dimensions of size 1, which the masks add and take away */
  for (int32_t k = input.rank - 1; k >= 0; k--) {
    int32_t size = input.shape[k], first = 0, count = size, stride = 1;
    if (entries[k] != UINT8_MAX) {
      stride = o.strides[entries[k]];
      TINYXS_REQUIRE(p, stride != 0, "its stride in dimension %d is 0", k);
      count = resolve(&o, entries[k], size, &first);
      TINYXS_REQUIRE(p, count >= 0, "its begin is outside dimension %d", k);
    }
    made.shape[k] = count;
    start += (uint32_t)first * from;
    tinyxs_add_dimension(&copy, (uint32_t)count, (uint32_t)stride * from, to);
    from *= (uint32_t)size;
    to *= (uint32_t)count;
  }
  made.rank = input.rank;
  TINYXS_REQUIRE(p, tinyxs_same_sizes(&made, &output), "it selects %u elements in another shape than its output's",
                 tinyxs_count_elements(made.shape, 0, made.rank));
  tinyxs_set_strided_copy(p, start, &copy);
  return TINYXS_OK;
}
