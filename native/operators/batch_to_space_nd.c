/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BATCH_TO_SPACE_ND and SPACE_TO_BATCH_ND: batches of small images interleaved into large ones, or back, with borders that are
 * cut off or added. [N][H][W][C] or [N][H][C], all types; block sizes and borders of int32.
 */
#include "operators/strided_copy.h"

typedef struct {
  int32_t height, width; /* of the image, without borders */
} image;

typedef struct {
  uint32_t to_batch, dimensions, batches, small_batches, depth; /* depth: bytes of a pixel; batches: of large images */
  int32_t fill;
  uint32_t output_bytes;
  image large, small;
} batch_to_space;

/* How blocks lie in the large image. */
typedef struct {
  int64_t height, width, top, bottom, left, right;
} blocks;

static blocks read_blocks(const batch_to_space *d, const int32_t *sizes, const int32_t *borders) {
  blocks b = {sizes[0], 1, borders[0], borders[1], 0, 0};
  if (d->dimensions == 2) {
    b.width = sizes[1];
    b.left = borders[2];
    b.right = borders[3];
  }
  return b;
}

static bool fit(const batch_to_space *d, const blocks *b) {
  const int64_t most = INT32_MAX;
  return b->height > 0 && b->width > 0 && b->top >= 0 && b->bottom >= 0 && b->left >= 0 && b->right >= 0 &&
         b->height <= most / d->batches / b->width && d->batches * b->height * b->width == d->small_batches &&
         d->small.height * b->height == b->top + d->large.height + b->bottom &&
         d->small.width * b->width == b->left + d->large.width + b->right;
}

/* Which of `small` places lie inside `large` ones, when place x goes to x * block + phase. */
static void clip(int32_t small, int32_t large, int64_t block, int64_t phase, int32_t *first, int32_t *end) {
  int64_t low = phase < 0 ? (block - 1 - phase) / block : 0, high = large > phase ? (large - phase + block - 1) / block : 0;
  *end = high < small ? (int32_t)high : small;
  *first = low < *end ? (int32_t)low : *end;
}

/* Moves the small images that hold row y and column x of every block. */
static void move_phase(const batch_to_space *d, const blocks *b, int64_t y, int64_t x, const uint8_t *input, uint8_t *output) {
  int32_t top, bottom, left, right;
  clip(d->small.height, d->large.height, b->height, y - b->top, &top, &bottom);
  clip(d->small.width, d->large.width, b->width, x - b->left, &left, &right);
  if (top == bottom || left == right) return;
  uint32_t small_row = (uint32_t)d->small.width * d->depth, large_row = (uint32_t)d->large.width * d->depth;
  uint32_t small_image = (uint32_t)d->small.height * small_row, large_image = (uint32_t)d->large.height * large_row;
  uint32_t first = (uint32_t)(y * b->width + x) * d->batches;
  uint32_t small = first * small_image + (uint32_t)top * small_row + (uint32_t)left * d->depth;
  uint32_t large = (uint32_t)(top * b->height + y - b->top) * large_row + (uint32_t)(left * b->width + x - b->left) * d->depth;
  const tinyxs_stride strides[] = {
      {(uint32_t)(right - left), (int32_t)d->depth, (int32_t)((uint32_t)b->width * d->depth)},
      {(uint32_t)(bottom - top), (int32_t)small_row, (int32_t)((uint32_t)b->height * large_row)},
      {d->batches, (int32_t)small_image, (int32_t)large_image},
  };
  tinyxs_strided_copy copy = {.bytes = d->depth};
  for (uint32_t i = 0; i < sizeof strides / sizeof strides[0]; i++) {
    uint32_t s = (uint32_t)strides[i].from, l = (uint32_t)strides[i].to;
    tinyxs_add_dimension(&copy, strides[i].size, d->to_batch ? l : s, d->to_batch ? s : l);
  }
  tinyxs_copy_strided(&copy, input + (d->to_batch ? large : small), output + (d->to_batch ? small : large));
}

static tinyxs_status run(tinyxs_call *call) {
  const batch_to_space *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, 0);
  uint8_t *output = tinyxs_output_data(call, 0);
  blocks b = read_blocks(d, tinyxs_input_data(call, 1), tinyxs_input_data(call, 2));
  if (!fit(d, &b)) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its blocks and borders do not fit its images");
  if (d->to_batch) memset(output, d->fill, d->output_bytes);
  for (int64_t y = 0; y < b.height; y++) {
    for (int64_t x = 0; x < b.width; x++) move_phase(d, &b, y, x, input, output);
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p, bool to_batch) {
  TINYXS_TRY(tinyxs_arity(p, 3, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), sizes = tinyxs_input_info(p, 1), borders = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  const int32_t *large = to_batch ? input.shape : output.shape, *small = to_batch ? output.shape : input.shape;
  int32_t last = input.rank - 1;
  uint32_t element;
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &element));
  TINYXS_REQUIRE(p, (input.rank == 3 || input.rank == 4) && output.rank == input.rank,
                 "its input and output must have 3 or 4 dimensions");
  if (sizes.type != TINYXS_INT32) return tinyxs_reject_type(p, "a block size", &sizes);
  if (borders.type != TINYXS_INT32) return tinyxs_reject_type(p, "a border", &borders);
  batch_to_space d = {.to_batch = to_batch,
                      .dimensions = (uint32_t)last - 1,
                      .batches = (uint32_t)large[0],
                      .small_batches = (uint32_t)small[0],
                      .depth = (uint32_t)large[last] * element,
                      .output_bytes = output.bytes,
                      .large = {large[1], last == 3 ? large[2] : 1},
                      .small = {small[1], last == 3 ? small[2] : 1}};
  TINYXS_REQUIRE(p, sizes.count == d.dimensions && borders.count == 2 * d.dimensions,
                 "its blocks and borders do not have %u dimensions", d.dimensions);
  TINYXS_REQUIRE(p, large[last] == small[last] && input.count && output.count,
                 "its input has %d channels, its output %d, or one of them is empty", input.shape[last], output.shape[last]);
  if (input.type == TINYXS_INT8 || input.type == TINYXS_UINT8) d.fill = output.zero_point;
  if (sizes.constant && borders.constant) {
    blocks b = read_blocks(&d, sizes.constant, borders.constant);
    TINYXS_REQUIRE(p, fit(&d, &b), "its blocks and borders do not fit its images");
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_batch_to_space_nd(tinyxs_plan *p) { return prepare(p, false); }
tinyxs_status tinyxs_prepare_space_to_batch_nd(tinyxs_plan *p) { return prepare(p, true); }
