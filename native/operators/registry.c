/* The operators of this build. A new one is a file beside this and a line here. */
#include "engine/operator.h"

/* clang-format off */
#define OPERATORS(X) \
  X(abs) \
  X(add) \
  X(add_n) \
  X(assign_variable) \
  X(average_pool_2d) \
  X(batch_matmul) \
  X(arg_max) \
  X(arg_min) \
  X(assign_variable) \
  X(average_pool_2d) \
  X(batch_to_space_nd) \
  X(broadcast_args) \
  X(broadcast_to) \
  X(call_once) \
  X(cast) \
  X(ceil) \
  X(concatenation) \
  X(conv_2d) \
  X(cos) \
  X(circular_buffer) \
  X(concatenation) \
  X(conv_2d) \
  X(decode) \
  X(cumsum) \
  X(depth_to_space) \
  X(depthwise_conv_2d) \
  X(dequantize) \
  X(detection_post_process) \
  X(div) \
  X(elu) \
  X(equal) \
  X(exp) \
  X(expand_dims) \
  X(floor) \
  X(floor_div) \
  X(floor_mod) \
  X(fully_connected) \
  X(if) \
  X(greater) \
  X(greater_equal) \
  X(hard_swish) \
  X(leaky_relu) \
  X(less) \
  X(less_equal) \
  X(log) \
  X(log_softmax) \
  X(logical_and) \
  X(logical_not) \
  X(logical_or) \
  X(l2_normalization) \
  X(l2_pool_2d) \
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
  X(neg) \
  X(not_equal) \
  X(pack) \
  X(pad) \
  X(padv2) \
  X(prelu) \
  X(quantize) \
  X(read_variable) \
  X(relu) \
  X(relu6) \
  X(reshape) \
  X(round) \
  X(rsqrt) \
  X(select_v2) \
  X(signal_delay) \
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
  X(signal_framer) \
  X(signal_irfft) \
  X(signal_log) \
  X(signal_overlap_add) \
  X(signal_pcan) \
  X(signal_rfft) \
  X(signal_spectral_subtraction) \
  X(signal_square_root) \
  X(signal_stacker) \
  X(signal_window) \
  X(sin) \
  X(slice) \
  X(softmax) \
  X(space_to_batch_nd) \
  X(space_to_depth) \
  X(split) \
  X(split_v) \
  X(sqrt) \
  X(square) \
  X(squared_difference) \
  X(squeeze) \
  X(strided_slice) \
  X(sub) \
  X(sum) \
  X(svdf) \
  X(var_handle) \
  X(while)
  X(tanh) \
  X(var_handle) \
  X(zeros_like)
  X(transpose_conv) \
  X(unidirectional_sequence_lstm) \
  X(transpose) \
  X(unpack) \
  X(var_handle)
/* clang-format on */

#define DECLARE(name) extern const tinyxs_operator tinyxs_operator_##name;
OPERATORS(DECLARE)

#define LIST(name) &tinyxs_operator_##name,
const tinyxs_operator *const tinyxs_operators[] = {OPERATORS(LIST) NULL};
