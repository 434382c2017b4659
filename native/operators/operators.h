/* SPDX-License-Identifier: Apache-2.0 */
/* All operators. Made from operators.json by `npm run generate`. */
#ifndef TINYXS_OPERATORS_OPERATORS_H
#define TINYXS_OPERATORS_OPERATORS_H

#include "engine/operator.h"

/* clang-format off */
/* Symbol, name, builtin code, its kernels: ascending by code, and custom operators, which have the same, by name. */
#define TINYXS_ALL_OPERATORS(X) \
  X(add, "ADD", BUILTIN_ADD, NULL) \
  X(average_pool_2d, "AVERAGE_POOL_2D", BUILTIN_AVERAGE_POOL_2D, NULL) \
  X(concatenation, "CONCATENATION", BUILTIN_CONCATENATION, NULL) \
  X(conv_2d, "CONV_2D", BUILTIN_CONV_2D, &tinyxs_kernels_of_conv_2d) \
  X(depthwise_conv_2d, "DEPTHWISE_CONV_2D", BUILTIN_DEPTHWISE_CONV_2D, &tinyxs_kernels_of_depthwise_conv_2d) \
  X(depth_to_space, "DEPTH_TO_SPACE", BUILTIN_DEPTH_TO_SPACE, NULL) \
  X(dequantize, "DEQUANTIZE", BUILTIN_DEQUANTIZE, NULL) \
  X(embedding_lookup, "EMBEDDING_LOOKUP", BUILTIN_EMBEDDING_LOOKUP, NULL) \
  X(floor, "FLOOR", BUILTIN_FLOOR, NULL) \
  X(fully_connected, "FULLY_CONNECTED", BUILTIN_FULLY_CONNECTED, &tinyxs_kernels_of_fully_connected) \
  X(l2_normalization, "L2_NORMALIZATION", BUILTIN_L2_NORMALIZATION, NULL) \
  X(l2_pool_2d, "L2_POOL_2D", BUILTIN_L2_POOL_2D, NULL) \
  X(logistic, "LOGISTIC", BUILTIN_LOGISTIC, NULL) \
  X(max_pool_2d, "MAX_POOL_2D", BUILTIN_MAX_POOL_2D, NULL) \
  X(mul, "MUL", BUILTIN_MUL, NULL) \
  X(relu, "RELU", BUILTIN_RELU, NULL) \
  X(relu6, "RELU6", BUILTIN_RELU6, NULL) \
  X(reshape, "RESHAPE", BUILTIN_RESHAPE, NULL) \
  X(resize_bilinear, "RESIZE_BILINEAR", BUILTIN_RESIZE_BILINEAR, NULL) \
  X(softmax, "SOFTMAX", BUILTIN_SOFTMAX, NULL) \
  X(space_to_depth, "SPACE_TO_DEPTH", BUILTIN_SPACE_TO_DEPTH, NULL) \
  X(svdf, "SVDF", BUILTIN_SVDF, NULL) \
  X(tanh, "TANH", BUILTIN_TANH, NULL) \
  X(circular_buffer, "CIRCULAR_BUFFER", BUILTIN_CUSTOM, NULL) \
  X(signal_delay, "SignalDelay", BUILTIN_CUSTOM, NULL) \
  X(signal_energy, "SignalEnergy", BUILTIN_CUSTOM, NULL) \
  X(signal_fft_auto_scale, "SignalFftAutoScale", BUILTIN_CUSTOM, NULL) \
  X(signal_filter_bank, "SignalFilterBank", BUILTIN_CUSTOM, NULL) \
  X(signal_log, "SignalFilterBankLog", BUILTIN_CUSTOM, NULL) \
  X(signal_spectral_subtraction, "SignalFilterBankSpectralSubtraction", BUILTIN_CUSTOM, NULL) \
  X(signal_square_root, "SignalFilterBankSquareRoot", BUILTIN_CUSTOM, NULL) \
  X(signal_framer, "SignalFramer", BUILTIN_CUSTOM, NULL) \
  X(signal_irfft, "SignalIrfft", BUILTIN_CUSTOM, NULL) \
  X(signal_overlap_add, "SignalOverlapAdd", BUILTIN_CUSTOM, NULL) \
  X(signal_pcan, "SignalPCAN", BUILTIN_CUSTOM, NULL) \
  X(signal_rfft, "SignalRfft", BUILTIN_CUSTOM, NULL) \
  X(signal_stacker, "SignalStacker", BUILTIN_CUSTOM, NULL) \
  X(signal_window, "SignalWindow", BUILTIN_CUSTOM, NULL) \
  X(decode, "TFLM_DECODE", BUILTIN_CUSTOM, NULL) \
  X(detection_post_process, "TFLite_Detection_PostProcess", BUILTIN_CUSTOM, NULL) \
  X(pad, "PAD", BUILTIN_PAD, NULL) \
  X(gather, "GATHER", BUILTIN_GATHER, NULL) \
  X(batch_to_space_nd, "BATCH_TO_SPACE_ND", BUILTIN_BATCH_TO_SPACE_ND, NULL) \
  X(space_to_batch_nd, "SPACE_TO_BATCH_ND", BUILTIN_SPACE_TO_BATCH_ND, NULL) \
  X(transpose, "TRANSPOSE", BUILTIN_TRANSPOSE, NULL) \
  X(mean, "MEAN", BUILTIN_MEAN, NULL) \
  X(sub, "SUB", BUILTIN_SUB, NULL) \
  X(div, "DIV", BUILTIN_DIV, NULL) \
  X(squeeze, "SQUEEZE", BUILTIN_SQUEEZE, NULL) \
  X(unidirectional_sequence_lstm, "UNIDIRECTIONAL_SEQUENCE_LSTM", BUILTIN_UNIDIRECTIONAL_SEQUENCE_LSTM, NULL) \
  X(strided_slice, "STRIDED_SLICE", BUILTIN_STRIDED_SLICE, NULL) \
  X(exp, "EXP", BUILTIN_EXP, NULL) \
  X(split, "SPLIT", BUILTIN_SPLIT, NULL) \
  X(log_softmax, "LOG_SOFTMAX", BUILTIN_LOG_SOFTMAX, NULL) \
  X(cast, "CAST", BUILTIN_CAST, NULL) \
  X(prelu, "PRELU", BUILTIN_PRELU, NULL) \
  X(maximum, "MAXIMUM", BUILTIN_MAXIMUM, NULL) \
  X(arg_max, "ARG_MAX", BUILTIN_ARG_MAX, NULL) \
  X(minimum, "MINIMUM", BUILTIN_MINIMUM, NULL) \
  X(less, "LESS", BUILTIN_LESS, NULL) \
  X(neg, "NEG", BUILTIN_NEG, NULL) \
  X(padv2, "PADV2", BUILTIN_PADV2, NULL) \
  X(greater, "GREATER", BUILTIN_GREATER, NULL) \
  X(greater_equal, "GREATER_EQUAL", BUILTIN_GREATER_EQUAL, NULL) \
  X(less_equal, "LESS_EQUAL", BUILTIN_LESS_EQUAL, NULL) \
  X(select, "SELECT", BUILTIN_SELECT, NULL) \
  X(slice, "SLICE", BUILTIN_SLICE, NULL) \
  X(sin, "SIN", BUILTIN_SIN, NULL) \
  X(transpose_conv, "TRANSPOSE_CONV", BUILTIN_TRANSPOSE_CONV, NULL) \
  X(tile, "TILE", BUILTIN_TILE, NULL) \
  X(expand_dims, "EXPAND_DIMS", BUILTIN_EXPAND_DIMS, NULL) \
  X(equal, "EQUAL", BUILTIN_EQUAL, NULL) \
  X(not_equal, "NOT_EQUAL", BUILTIN_NOT_EQUAL, NULL) \
  X(log, "LOG", BUILTIN_LOG, NULL) \
  X(sum, "SUM", BUILTIN_SUM, NULL) \
  X(sqrt, "SQRT", BUILTIN_SQRT, NULL) \
  X(rsqrt, "RSQRT", BUILTIN_RSQRT, NULL) \
  X(shape, "SHAPE", BUILTIN_SHAPE, NULL) \
  X(arg_min, "ARG_MIN", BUILTIN_ARG_MIN, NULL) \
  X(reduce_max, "REDUCE_MAX", BUILTIN_REDUCE_MAX, NULL) \
  X(pack, "PACK", BUILTIN_PACK, NULL) \
  X(logical_or, "LOGICAL_OR", BUILTIN_LOGICAL_OR, NULL) \
  X(logical_and, "LOGICAL_AND", BUILTIN_LOGICAL_AND, NULL) \
  X(logical_not, "LOGICAL_NOT", BUILTIN_LOGICAL_NOT, NULL) \
  X(unpack, "UNPACK", BUILTIN_UNPACK, NULL) \
  X(reduce_min, "REDUCE_MIN", BUILTIN_REDUCE_MIN, NULL) \
  X(floor_div, "FLOOR_DIV", BUILTIN_FLOOR_DIV, NULL) \
  X(square, "SQUARE", BUILTIN_SQUARE, NULL) \
  X(zeros_like, "ZEROS_LIKE", BUILTIN_ZEROS_LIKE, NULL) \
  X(fill, "FILL", BUILTIN_FILL, NULL) \
  X(floor_mod, "FLOOR_MOD", BUILTIN_FLOOR_MOD, NULL) \
  X(resize_nearest_neighbor, "RESIZE_NEAREST_NEIGHBOR", BUILTIN_RESIZE_NEAREST_NEIGHBOR, NULL) \
  X(leaky_relu, "LEAKY_RELU", BUILTIN_LEAKY_RELU, NULL) \
  X(squared_difference, "SQUARED_DIFFERENCE", BUILTIN_SQUARED_DIFFERENCE, NULL) \
  X(mirror_pad, "MIRROR_PAD", BUILTIN_MIRROR_PAD, NULL) \
  X(abs, "ABS", BUILTIN_ABS, NULL) \
  X(split_v, "SPLIT_V", BUILTIN_SPLIT_V, NULL) \
  X(ceil, "CEIL", BUILTIN_CEIL, NULL) \
  X(reverse_v2, "REVERSE_V2", BUILTIN_REVERSE_V2, NULL) \
  X(add_n, "ADD_N", BUILTIN_ADD_N, NULL) \
  X(gather_nd, "GATHER_ND", BUILTIN_GATHER_ND, NULL) \
  X(cos, "COS", BUILTIN_COS, NULL) \
  X(elu, "ELU", BUILTIN_ELU, NULL) \
  X(quantize, "QUANTIZE", BUILTIN_QUANTIZE, NULL) \
  X(round, "ROUND", BUILTIN_ROUND, NULL) \
  X(hard_swish, "HARD_SWISH", BUILTIN_HARD_SWISH, NULL) \
  X(if, "IF", BUILTIN_IF, NULL) \
  X(while, "WHILE", BUILTIN_WHILE, NULL) \
  X(select_v2, "SELECT_V2", BUILTIN_SELECT_V2, NULL) \
  X(batch_matmul, "BATCH_MATMUL", BUILTIN_BATCH_MATMUL, NULL) \
  X(cumsum, "CUMSUM", BUILTIN_CUMSUM, NULL) \
  X(call_once, "CALL_ONCE", BUILTIN_CALL_ONCE, NULL) \
  X(broadcast_to, "BROADCAST_TO", BUILTIN_BROADCAST_TO, NULL) \
  X(reduce_all, "REDUCE_ALL", BUILTIN_REDUCE_ALL, NULL) \
  X(var_handle, "VAR_HANDLE", BUILTIN_VAR_HANDLE, NULL) \
  X(read_variable, "READ_VARIABLE", BUILTIN_READ_VARIABLE, NULL) \
  X(assign_variable, "ASSIGN_VARIABLE", BUILTIN_ASSIGN_VARIABLE, NULL) \
  X(broadcast_args, "BROADCAST_ARGS", BUILTIN_BROADCAST_ARGS, NULL) \
  X(gelu, "GELU", BUILTIN_GELU, NULL) \
  X(dynamic_update_slice, "DYNAMIC_UPDATE_SLICE", BUILTIN_DYNAMIC_UPDATE_SLICE, NULL)
/* clang-format on */

/* Each has a prepare function in its own file, and an entry in operator_table.c. */
#define TINYXS_DECLARE_OPERATOR(symbol, ...)                                                                                   \
  tinyxs_status tinyxs_prepare_##symbol(tinyxs_plan *p);                                                                       \
  extern const tinyxs_operator tinyxs_operator_##symbol;
TINYXS_ALL_OPERATORS(TINYXS_DECLARE_OPERATOR)
extern const tinyxs_kernel_choice tinyxs_kernels_of_conv_2d;
extern const tinyxs_kernel_choice tinyxs_kernels_of_depthwise_conv_2d;
extern const tinyxs_kernel_choice tinyxs_kernels_of_fully_connected;

#endif
