/* The operators of this build. A new one is a file beside this and a line here. */
#include "engine/operator.h"

/* clang-format off */
#define OPERATORS(X) \
  X(abs) \
  X(add) \
  X(add_n) \
  X(arg_max) \
  X(arg_min) \
  X(assign_variable) \
  X(average_pool_2d) \
  X(batch_matmul) \
  X(batch_to_space_nd) \
  X(broadcast_args) \
  X(broadcast_to) \
  X(call_once) \
  X(cast) \
  X(ceil) \
  X(circular_buffer) \
  X(concatenation) \
  X(conv_2d) \
  X(cos) \
  X(cumsum) \
  X(decode) \
  X(depth_to_space) \
  X(depthwise_conv_2d) \
  X(dequantize) \
  X(detection_post_process) \
  X(div) \
  X(dynamic_update_slice) \
  X(elu) \
  X(embedding_lookup) \
  X(equal) \
  X(exp) \
  X(expand_dims) \
  X(fill) \
  X(floor) \
  X(floor_div) \
  X(floor_mod) \
  X(fully_connected) \
  X(gather) \
  X(gather_nd) \
  X(gelu) \
  X(greater) \
  X(greater_equal) \
  X(hard_swish) \
  X(if) \
  X(l2_normalization) \
  X(l2_pool_2d) \
  X(leaky_relu) \
  X(less) \
  X(less_equal) \
  X(log) \
  X(log_softmax) \
  X(logical_and) \
  X(logical_not) \
  X(logical_or) \
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
  X(reduce_all) \
  X(reduce_max) \
  X(reduce_min) \
  X(relu) \
  X(relu6) \
  X(reshape) \
  X(resize_bilinear) \
  X(resize_nearest_neighbor) \
  X(reverse_v2) \
  X(round) \
  X(rsqrt) \
  X(select) \
  X(select_v2) \
  X(shape) \
  X(signal_delay) \
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
  X(tanh) \
  X(tile) \
  X(transpose) \
  X(transpose_conv) \
  X(unidirectional_sequence_lstm) \
  X(unpack) \
  X(var_handle) \
  X(while) \
  X(zeros_like)
/* clang-format on */

/* The Moddable SDK's builds of an app: `tinyxs operators` writes this header into its folder. */
#if defined(__has_include)
#if __has_include("tinyxs_operators.h")
#include "tinyxs_operators.h"
#undef OPERATORS
#define OPERATORS TINYXS_OPERATORS
#endif
#endif

#define DECLARE(name) extern const tinyxs_operator tinyxs_operator_##name;
OPERATORS(DECLARE)

#define LIST(name) &tinyxs_operator_##name,
const tinyxs_operator *const tinyxs_operators[] = {OPERATORS(LIST) NULL};
