/* The operators of this build. A new one is a file beside this and a line here. */
#include "engine/operator.h"

/* clang-format off */
#define OPERATORS(X) \
  X(add) \
  X(assign_variable) \
  X(average_pool_2d) \
  X(call_once) \
  X(cast) \
  X(concatenation) \
  X(conv_2d) \
  X(depthwise_conv_2d) \
  X(dequantize) \
  X(div) \
  X(expand_dims) \
  X(fully_connected) \
  X(if) \
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
  X(signal_energy) \
  X(signal_fft_auto_scale) \
  X(signal_filter_bank) \
  X(signal_log) \
  X(signal_pcan) \
  X(signal_rfft) \
  X(signal_spectral_subtraction) \
  X(signal_square_root) \
  X(signal_window) \
  X(softmax) \
  X(split) \
  X(split_v) \
  X(squeeze) \
  X(strided_slice) \
  X(sub) \
  X(svdf) \
  X(var_handle) \
  X(while)
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
