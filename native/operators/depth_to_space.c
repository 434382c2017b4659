/* SPDX-License-Identifier: Apache-2.0 */
/* DEPTH_TO_SPACE and SPACE_TO_DEPTH: blocks of pixels become channels, or back. [N][H][W][C], all types. */
#include "operators/strided_copy.h"

static tinyxs_status prepare(tinyxs_plan *p, uint32_t block_option, bool to_depth) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  const int32_t *wide = to_depth ? input.shape : output.shape, *deep = to_depth ? output.shape : input.shape;
  tinyxs_strided_copy copy = {0};
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &copy.bytes));
  TINYXS_REQUIRE(p, input.rank == 4 && output.rank == 4, "its input and output must have 4 dimensions");
  int32_t block = tinyxs_option_i32(p, block_option, 0);
  TINYXS_REQUIRE(p, block > 0 && block < 1 << 15, "its block size is %d", block);
  TINYXS_REQUIRE(p,
                 wide[0] == deep[0] && wide[1] == (int64_t)deep[1] * block && wide[2] == (int64_t)deep[2] * block &&
                     deep[3] == (int64_t)wide[3] * block * block,
                 "its input and output do not fit blocks of %d x %d", block, block);
  uint32_t side = (uint32_t)block, depth = (uint32_t)wide[3] * copy.bytes, row = (uint32_t)wide[2] * depth;
  const struct {
    uint32_t size, wide, deep; /* strides */
  } steps[] = {
      {(uint32_t)wide[3], copy.bytes, copy.bytes},
      {side, depth, depth},
      {side, row, side * depth},
      {(uint32_t)deep[2], side * depth, side * side * depth},
      {(uint32_t)deep[1] * (uint32_t)deep[0], side * row, side * row},
  };
  for (uint32_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    tinyxs_add_dimension(&copy, steps[i].size, to_depth ? steps[i].wide : steps[i].deep,
                         to_depth ? steps[i].deep : steps[i].wide);
  }
  tinyxs_set_strided_copy(p, 0, &copy);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_depth_to_space(tinyxs_plan *p) { return prepare(p, DEPTH_TO_SPACE_OPTIONS_BLOCK_SIZE, false); }
tinyxs_status tinyxs_prepare_space_to_depth(tinyxs_plan *p) { return prepare(p, SPACE_TO_DEPTH_OPTIONS_BLOCK_SIZE, true); }
