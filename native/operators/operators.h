/* All operators. Made from operators.json by `npm run generate`. */
#ifndef TINYXS_OPERATORS_OPERATORS_H
#define TINYXS_OPERATORS_OPERATORS_H

#include "engine/operator.h"

/* Symbol, name, builtin code: ascending by code, and custom operators, which have the same, by name. */
/* clang-format off */
#define TINYXS_ALL_OPERATORS(X) \
  X(add, "ADD", BUILTIN_ADD) \
  X(average_pool_2d, "AVERAGE_POOL_2D", BUILTIN_AVERAGE_POOL_2D) \
  X(concatenation, "CONCATENATION", BUILTIN_CONCATENATION) \
  X(conv_2d, "CONV_2D", BUILTIN_CONV_2D) \
  X(depthwise_conv_2d, "DEPTHWISE_CONV_2D", BUILTIN_DEPTHWISE_CONV_2D) \
  X(depth_to_space, "DEPTH_TO_SPACE", BUILTIN_DEPTH_TO_SPACE) \
  X(dequantize, "DEQUANTIZE", BUILTIN_DEQUANTIZE) \
  X(embedding_lookup, "EMBEDDING_LOOKUP", BUILTIN_EMBEDDING_LOOKUP) \
  X(floor, "FLOOR", BUILTIN_FLOOR) \
  X(fully_connected, "FULLY_CONNECTED", BUILTIN_FULLY_CONNECTED) \
  X(l2_normalization, "L2_NORMALIZATION", BUILTIN_L2_NORMALIZATION) \
  X(l2_pool_2d, "L2_POOL_2D", BUILTIN_L2_POOL_2D) \
  X(logistic, "LOGISTIC", BUILTIN_LOGISTIC) \
  X(max_pool_2d, "MAX_POOL_2D", BUILTIN_MAX_POOL_2D) \
  X(mul, "MUL", BUILTIN_MUL) \
  X(relu, "RELU", BUILTIN_RELU) \
  X(relu6, "RELU6", BUILTIN_RELU6) \
  X(reshape, "RESHAPE", BUILTIN_RESHAPE) \
  X(resize_bilinear, "RESIZE_BILINEAR", BUILTIN_RESIZE_BILINEAR) \
  X(softmax, "SOFTMAX", BUILTIN_SOFTMAX) \
  X(space_to_depth, "SPACE_TO_DEPTH", BUILTIN_SPACE_TO_DEPTH) \
  X(svdf, "SVDF", BUILTIN_SVDF) \
  X(tanh, "TANH", BUILTIN_TANH) \
  X(circular_buffer, "CIRCULAR_BUFFER", BUILTIN_CUSTOM) \
  X(signal_delay, "SignalDelay", BUILTIN_CUSTOM) \
  X(signal_energy, "SignalEnergy", BUILTIN_CUSTOM) \
  X(signal_fft_auto_scale, "SignalFftAutoScale", BUILTIN_CUSTOM) \
  X(signal_filter_bank, "SignalFilterBank", BUILTIN_CUSTOM) \
  X(signal_log, "SignalFilterBankLog", BUILTIN_CUSTOM) \
  X(signal_spectral_subtraction, "SignalFilterBankSpectralSubtraction", BUILTIN_CUSTOM) \
  X(signal_square_root, "SignalFilterBankSquareRoot", BUILTIN_CUSTOM) \
  X(signal_framer, "SignalFramer", BUILTIN_CUSTOM) \
  X(signal_irfft, "SignalIrfft", BUILTIN_CUSTOM) \
  X(signal_overlap_add, "SignalOverlapAdd", BUILTIN_CUSTOM) \
  X(signal_pcan, "SignalPCAN", BUILTIN_CUSTOM) \
  X(signal_rfft, "SignalRfft", BUILTIN_CUSTOM) \
  X(signal_stacker, "SignalStacker", BUILTIN_CUSTOM) \
  X(signal_window, "SignalWindow", BUILTIN_CUSTOM) \
  X(decode, "TFLM_DECODE", BUILTIN_CUSTOM) \
  X(detection_post_process, "TFLite_Detection_PostProcess", BUILTIN_CUSTOM) \
  X(pad, "PAD", BUILTIN_PAD) \
  X(gather, "GATHER", BUILTIN_GATHER) \
  X(batch_to_space_nd, "BATCH_TO_SPACE_ND", BUILTIN_BATCH_TO_SPACE_ND) \
  X(space_to_batch_nd, "SPACE_TO_BATCH_ND", BUILTIN_SPACE_TO_BATCH_ND) \
  X(transpose, "TRANSPOSE", BUILTIN_TRANSPOSE) \
  X(mean, "MEAN", BUILTIN_MEAN) \
  X(sub, "SUB", BUILTIN_SUB) \
  X(div, "DIV", BUILTIN_DIV) \
  X(squeeze, "SQUEEZE", BUILTIN_SQUEEZE) \
  X(unidirectional_sequence_lstm, "UNIDIRECTIONAL_SEQUENCE_LSTM", BUILTIN_UNIDIRECTIONAL_SEQUENCE_LSTM) \
  X(strided_slice, "STRIDED_SLICE", BUILTIN_STRIDED_SLICE) \
  X(exp, "EXP", BUILTIN_EXP) \
  X(split, "SPLIT", BUILTIN_SPLIT) \
  X(log_softmax, "LOG_SOFTMAX", BUILTIN_LOG_SOFTMAX) \
  X(cast, "CAST", BUILTIN_CAST) \
  X(prelu, "PRELU", BUILTIN_PRELU) \
  X(maximum, "MAXIMUM", BUILTIN_MAXIMUM) \
  X(arg_max, "ARG_MAX", BUILTIN_ARG_MAX) \
  X(minimum, "MINIMUM", BUILTIN_MINIMUM) \
  X(less, "LESS", BUILTIN_LESS) \
  X(neg, "NEG", BUILTIN_NEG) \
  X(padv2, "PADV2", BUILTIN_PADV2) \
  X(greater, "GREATER", BUILTIN_GREATER) \
  X(greater_equal, "GREATER_EQUAL", BUILTIN_GREATER_EQUAL) \
  X(less_equal, "LESS_EQUAL", BUILTIN_LESS_EQUAL) \
  X(select, "SELECT", BUILTIN_SELECT) \
  X(slice, "SLICE", BUILTIN_SLICE) \
  X(sin, "SIN", BUILTIN_SIN) \
  X(transpose_conv, "TRANSPOSE_CONV", BUILTIN_TRANSPOSE_CONV) \
  X(tile, "TILE", BUILTIN_TILE) \
  X(expand_dims, "EXPAND_DIMS", BUILTIN_EXPAND_DIMS) \
  X(equal, "EQUAL", BUILTIN_EQUAL) \
  X(not_equal, "NOT_EQUAL", BUILTIN_NOT_EQUAL) \
  X(log, "LOG", BUILTIN_LOG) \
  X(sum, "SUM", BUILTIN_SUM) \
  X(sqrt, "SQRT", BUILTIN_SQRT) \
  X(rsqrt, "RSQRT", BUILTIN_RSQRT) \
  X(shape, "SHAPE", BUILTIN_SHAPE) \
  X(arg_min, "ARG_MIN", BUILTIN_ARG_MIN) \
  X(reduce_max, "REDUCE_MAX", BUILTIN_REDUCE_MAX) \
  X(pack, "PACK", BUILTIN_PACK) \
  X(logical_or, "LOGICAL_OR", BUILTIN_LOGICAL_OR) \
  X(logical_and, "LOGICAL_AND", BUILTIN_LOGICAL_AND) \
  X(logical_not, "LOGICAL_NOT", BUILTIN_LOGICAL_NOT) \
  X(unpack, "UNPACK", BUILTIN_UNPACK) \
  X(reduce_min, "REDUCE_MIN", BUILTIN_REDUCE_MIN) \
  X(floor_div, "FLOOR_DIV", BUILTIN_FLOOR_DIV) \
  X(square, "SQUARE", BUILTIN_SQUARE) \
  X(zeros_like, "ZEROS_LIKE", BUILTIN_ZEROS_LIKE) \
  X(fill, "FILL", BUILTIN_FILL) \
  X(floor_mod, "FLOOR_MOD", BUILTIN_FLOOR_MOD) \
  X(resize_nearest_neighbor, "RESIZE_NEAREST_NEIGHBOR", BUILTIN_RESIZE_NEAREST_NEIGHBOR) \
  X(leaky_relu, "LEAKY_RELU", BUILTIN_LEAKY_RELU) \
  X(squared_difference, "SQUARED_DIFFERENCE", BUILTIN_SQUARED_DIFFERENCE) \
  X(mirror_pad, "MIRROR_PAD", BUILTIN_MIRROR_PAD) \
  X(abs, "ABS", BUILTIN_ABS) \
  X(split_v, "SPLIT_V", BUILTIN_SPLIT_V) \
  X(ceil, "CEIL", BUILTIN_CEIL) \
  X(reverse_v2, "REVERSE_V2", BUILTIN_REVERSE_V2) \
  X(add_n, "ADD_N", BUILTIN_ADD_N) \
  X(gather_nd, "GATHER_ND", BUILTIN_GATHER_ND) \
  X(cos, "COS", BUILTIN_COS) \
  X(elu, "ELU", BUILTIN_ELU) \
  X(quantize, "QUANTIZE", BUILTIN_QUANTIZE) \
  X(round, "ROUND", BUILTIN_ROUND) \
  X(hard_swish, "HARD_SWISH", BUILTIN_HARD_SWISH) \
  X(if, "IF", BUILTIN_IF) \
  X(while, "WHILE", BUILTIN_WHILE) \
  X(select_v2, "SELECT_V2", BUILTIN_SELECT_V2) \
  X(batch_matmul, "BATCH_MATMUL", BUILTIN_BATCH_MATMUL) \
  X(cumsum, "CUMSUM", BUILTIN_CUMSUM) \
  X(call_once, "CALL_ONCE", BUILTIN_CALL_ONCE) \
  X(broadcast_to, "BROADCAST_TO", BUILTIN_BROADCAST_TO) \
  X(reduce_all, "REDUCE_ALL", BUILTIN_REDUCE_ALL) \
  X(var_handle, "VAR_HANDLE", BUILTIN_VAR_HANDLE) \
  X(read_variable, "READ_VARIABLE", BUILTIN_READ_VARIABLE) \
  X(assign_variable, "ASSIGN_VARIABLE", BUILTIN_ASSIGN_VARIABLE) \
  X(broadcast_args, "BROADCAST_ARGS", BUILTIN_BROADCAST_ARGS) \
  X(gelu, "GELU", BUILTIN_GELU) \
  X(dynamic_update_slice, "DYNAMIC_UPDATE_SLICE", BUILTIN_DYNAMIC_UPDATE_SLICE)
/* clang-format on */

/* Each has a prepare function in its own file, and an entry in operator_table.c. */
#define TINYXS_DECLARE_OPERATOR(symbol, ...)                                                                                   \
  tinyxs_status tinyxs_prepare_##symbol(tinyxs_prepare *p);                                                                    \
  extern const tinyxs_operator tinyxs_operator_##symbol;
TINYXS_ALL_OPERATORS(TINYXS_DECLARE_OPERATOR)

#endif
