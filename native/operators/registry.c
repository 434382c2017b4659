/* The operators of this build. A new one is a file beside this and a line here. */
#include "engine/operator.h"

/* clang-format off */
#define OPERATORS(X) \
  X(add) \
  X(assign_variable) \
  X(average_pool_2d) \
  X(call_once) \
  X(cast) \
  X(circular_buffer) \
  X(concatenation) \
  X(conv_2d) \
  X(decode) \
  X(depthwise_conv_2d) \
  X(dequantize) \
  X(detection_post_process) \
  X(div) \
  X(expand_dims) \
  X(fully_connected) \
  X(logistic) \
  X(max_pool_2d) \
  X(maximum) \
  X(mean) \
  X(minimum) \
  X(mul) \
  X(pad) \
  X(padv2) \
  X(quantize) \
  X(read_variable) \
  X(reshape) \
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
  X(softmax) \
  X(split) \
  X(split_v) \
  X(squeeze) \
  X(strided_slice) \
  X(sub) \
  X(svdf) \
  X(var_handle)
/* clang-format on */

#define DECLARE(name) extern const tinyxs_operator tinyxs_operator_##name;
OPERATORS(DECLARE)

#define LIST(name) &tinyxs_operator_##name,
const tinyxs_operator *const tinyxs_operators[] = {OPERATORS(LIST) NULL};
