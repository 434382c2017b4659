/* The operators of this build. A new one is a file beside this and a line here. */
#include "engine/operator.h"

/* clang-format off */
#define OPERATORS(X) \
  X(add) \
  X(arg_max) \
  X(arg_min) \
  X(assign_variable) \
  X(average_pool_2d) \
  X(batch_to_space_nd) \
  X(broadcast_args) \
  X(broadcast_to) \
  X(call_once) \
  X(cast) \
  X(concatenation) \
  X(conv_2d) \
  X(cumsum) \
  X(depth_to_space) \
  X(depthwise_conv_2d) \
  X(dequantize) \
  X(div) \
  X(dynamic_update_slice) \
  X(embedding_lookup) \
  X(expand_dims) \
  X(fill) \
  X(fully_connected) \
  X(gather) \
  X(gather_nd) \
  X(logistic) \
  X(max_pool_2d) \
  X(maximum) \
  X(mean) \
  X(minimum) \
  X(mirror_pad) \
  X(mul) \
  X(pack) \
  X(pad) \
  X(padv2) \
  X(quantize) \
  X(read_variable) \
  X(reduce_all) \
  X(reduce_max) \
  X(reduce_min) \
  X(reshape) \
  X(resize_bilinear) \
  X(resize_nearest_neighbor) \
  X(reverse_v2) \
  X(shape) \
  X(signal_energy) \
  X(signal_fft_auto_scale) \
  X(signal_filter_bank) \
  X(signal_log) \
  X(signal_pcan) \
  X(signal_rfft) \
  X(signal_spectral_subtraction) \
  X(signal_square_root) \
  X(signal_window) \
  X(slice) \
  X(softmax) \
  X(space_to_batch_nd) \
  X(space_to_depth) \
  X(split) \
  X(split_v) \
  X(squeeze) \
  X(strided_slice) \
  X(sub) \
  X(sum) \
  X(svdf) \
  X(transpose) \
  X(unpack) \
  X(var_handle)
/* clang-format on */

#define DECLARE(name) extern const tinyxs_operator tinyxs_operator_##name;
OPERATORS(DECLARE)

#define LIST(name) &tinyxs_operator_##name,
const tinyxs_operator *const tinyxs_operators[] = {OPERATORS(LIST) NULL};
