/* SPDX-License-Identifier: Apache-2.0 */
/* Every operator of TensorFlow Lite Micro, found by a model's operator code. */
#include <cstring>

#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tflm.h"

/* The library adds operators to a resolver only; one with a single place serves to fetch them one by one. */
typedef tflite::MicroMutableOpResolver<1> fetcher;

static void fetch_builtin(fetcher *one, tflite::BuiltinOperator code) {
  switch (code) {
  case tflite::BuiltinOperator_ABS: one->AddAbs(); break;
  case tflite::BuiltinOperator_ADD: one->AddAdd(); break;
  case tflite::BuiltinOperator_ADD_N: one->AddAddN(); break;
  case tflite::BuiltinOperator_ARG_MAX: one->AddArgMax(); break;
  case tflite::BuiltinOperator_ARG_MIN: one->AddArgMin(); break;
  case tflite::BuiltinOperator_ASSIGN_VARIABLE: one->AddAssignVariable(); break;
  case tflite::BuiltinOperator_AVERAGE_POOL_2D: one->AddAveragePool2D(); break;
  case tflite::BuiltinOperator_BATCH_MATMUL: one->AddBatchMatMul(); break;
  case tflite::BuiltinOperator_BATCH_TO_SPACE_ND: one->AddBatchToSpaceNd(); break;
  case tflite::BuiltinOperator_BROADCAST_ARGS: one->AddBroadcastArgs(); break;
  case tflite::BuiltinOperator_BROADCAST_TO: one->AddBroadcastTo(); break;
  case tflite::BuiltinOperator_CALL_ONCE: one->AddCallOnce(); break;
  case tflite::BuiltinOperator_CAST: one->AddCast(); break;
  case tflite::BuiltinOperator_CEIL: one->AddCeil(); break;
  case tflite::BuiltinOperator_CONCATENATION: one->AddConcatenation(); break;
  case tflite::BuiltinOperator_CONV_2D: one->AddConv2D(); break;
  case tflite::BuiltinOperator_COS: one->AddCos(); break;
  case tflite::BuiltinOperator_CUMSUM: one->AddCumSum(); break;
  case tflite::BuiltinOperator_DEPTHWISE_CONV_2D: one->AddDepthwiseConv2D(); break;
  case tflite::BuiltinOperator_DEPTH_TO_SPACE: one->AddDepthToSpace(); break;
  case tflite::BuiltinOperator_DEQUANTIZE: one->AddDequantize(); break;
  case tflite::BuiltinOperator_DIV: one->AddDiv(); break;
  case tflite::BuiltinOperator_DYNAMIC_UPDATE_SLICE: one->AddDynamicUpdateSlice(); break;
  case tflite::BuiltinOperator_ELU: one->AddElu(); break;
  case tflite::BuiltinOperator_EMBEDDING_LOOKUP: one->AddEmbeddingLookup(); break;
  case tflite::BuiltinOperator_EQUAL: one->AddEqual(); break;
  case tflite::BuiltinOperator_EXP: one->AddExp(); break;
  case tflite::BuiltinOperator_EXPAND_DIMS: one->AddExpandDims(); break;
  case tflite::BuiltinOperator_FILL: one->AddFill(); break;
  case tflite::BuiltinOperator_FLOOR: one->AddFloor(); break;
  case tflite::BuiltinOperator_FLOOR_DIV: one->AddFloorDiv(); break;
  case tflite::BuiltinOperator_FLOOR_MOD: one->AddFloorMod(); break;
  case tflite::BuiltinOperator_FULLY_CONNECTED: one->AddFullyConnected(); break;
  case tflite::BuiltinOperator_GATHER: one->AddGather(); break;
  case tflite::BuiltinOperator_GATHER_ND: one->AddGatherNd(); break;
  case tflite::BuiltinOperator_GREATER: one->AddGreater(); break;
  case tflite::BuiltinOperator_GREATER_EQUAL: one->AddGreaterEqual(); break;
  case tflite::BuiltinOperator_HARD_SWISH: one->AddHardSwish(); break;
  case tflite::BuiltinOperator_IF: one->AddIf(); break;
  case tflite::BuiltinOperator_L2_NORMALIZATION: one->AddL2Normalization(); break;
  case tflite::BuiltinOperator_L2_POOL_2D: one->AddL2Pool2D(); break;
  case tflite::BuiltinOperator_LEAKY_RELU: one->AddLeakyRelu(); break;
  case tflite::BuiltinOperator_LESS: one->AddLess(); break;
  case tflite::BuiltinOperator_LESS_EQUAL: one->AddLessEqual(); break;
  case tflite::BuiltinOperator_LOG: one->AddLog(); break;
  case tflite::BuiltinOperator_LOGICAL_AND: one->AddLogicalAnd(); break;
  case tflite::BuiltinOperator_LOGICAL_NOT: one->AddLogicalNot(); break;
  case tflite::BuiltinOperator_LOGICAL_OR: one->AddLogicalOr(); break;
  case tflite::BuiltinOperator_LOGISTIC: one->AddLogistic(); break;
  case tflite::BuiltinOperator_LOG_SOFTMAX: one->AddLogSoftmax(); break;
  case tflite::BuiltinOperator_MAXIMUM: one->AddMaximum(); break;
  case tflite::BuiltinOperator_MAX_POOL_2D: one->AddMaxPool2D(); break;
  case tflite::BuiltinOperator_MEAN: one->AddMean(); break;
  case tflite::BuiltinOperator_MINIMUM: one->AddMinimum(); break;
  case tflite::BuiltinOperator_MIRROR_PAD: one->AddMirrorPad(); break;
  case tflite::BuiltinOperator_MUL: one->AddMul(); break;
  case tflite::BuiltinOperator_NEG: one->AddNeg(); break;
  case tflite::BuiltinOperator_NOT_EQUAL: one->AddNotEqual(); break;
  case tflite::BuiltinOperator_PACK: one->AddPack(); break;
  case tflite::BuiltinOperator_PAD: one->AddPad(); break;
  case tflite::BuiltinOperator_PADV2: one->AddPadV2(); break;
  case tflite::BuiltinOperator_PRELU: one->AddPrelu(); break;
  case tflite::BuiltinOperator_QUANTIZE: one->AddQuantize(); break;
  case tflite::BuiltinOperator_READ_VARIABLE: one->AddReadVariable(); break;
  case tflite::BuiltinOperator_REDUCE_ALL: one->AddReduceAll(); break;
  case tflite::BuiltinOperator_REDUCE_MAX: one->AddReduceMax(); break;
  case tflite::BuiltinOperator_REDUCE_MIN: one->AddReduceMin(); break;
  case tflite::BuiltinOperator_RELU: one->AddRelu(); break;
  case tflite::BuiltinOperator_RELU6: one->AddRelu6(); break;
  case tflite::BuiltinOperator_RESHAPE: one->AddReshape(); break;
  case tflite::BuiltinOperator_RESIZE_BILINEAR: one->AddResizeBilinear(); break;
  case tflite::BuiltinOperator_RESIZE_NEAREST_NEIGHBOR: one->AddResizeNearestNeighbor(); break;
  case tflite::BuiltinOperator_REVERSE_V2: one->AddReverseV2(); break;
  case tflite::BuiltinOperator_ROUND: one->AddRound(); break;
  case tflite::BuiltinOperator_RSQRT: one->AddRsqrt(); break;
  case tflite::BuiltinOperator_SELECT_V2: one->AddSelectV2(); break;
  case tflite::BuiltinOperator_SHAPE: one->AddShape(); break;
  case tflite::BuiltinOperator_SIN: one->AddSin(); break;
  case tflite::BuiltinOperator_SLICE: one->AddSlice(); break;
  case tflite::BuiltinOperator_SOFTMAX: one->AddSoftmax(); break;
  case tflite::BuiltinOperator_SPACE_TO_BATCH_ND: one->AddSpaceToBatchNd(); break;
  case tflite::BuiltinOperator_SPACE_TO_DEPTH: one->AddSpaceToDepth(); break;
  case tflite::BuiltinOperator_SPLIT: one->AddSplit(); break;
  case tflite::BuiltinOperator_SPLIT_V: one->AddSplitV(); break;
  case tflite::BuiltinOperator_SQRT: one->AddSqrt(); break;
  case tflite::BuiltinOperator_SQUARE: one->AddSquare(); break;
  case tflite::BuiltinOperator_SQUARED_DIFFERENCE: one->AddSquaredDifference(); break;
  case tflite::BuiltinOperator_SQUEEZE: one->AddSqueeze(); break;
  case tflite::BuiltinOperator_STRIDED_SLICE: one->AddStridedSlice(); break;
  case tflite::BuiltinOperator_SUB: one->AddSub(); break;
  case tflite::BuiltinOperator_SUM: one->AddSum(); break;
  case tflite::BuiltinOperator_SVDF: one->AddSvdf(); break;
  case tflite::BuiltinOperator_TANH: one->AddTanh(); break;
  case tflite::BuiltinOperator_TRANSPOSE: one->AddTranspose(); break;
  case tflite::BuiltinOperator_TRANSPOSE_CONV: one->AddTransposeConv(); break;
  case tflite::BuiltinOperator_UNIDIRECTIONAL_SEQUENCE_LSTM: one->AddUnidirectionalSequenceLSTM(); break;
  case tflite::BuiltinOperator_UNPACK: one->AddUnpack(); break;
  case tflite::BuiltinOperator_VAR_HANDLE: one->AddVarHandle(); break;
  case tflite::BuiltinOperator_WHILE: one->AddWhile(); break;
  case tflite::BuiltinOperator_ZEROS_LIKE: one->AddZerosLike(); break;
  default: break;
  }
}

static void (*const customs[])(fetcher *one) = {
    [](fetcher *one) { one->AddCircularBuffer(); },
    [](fetcher *one) { one->AddDecode(); },
    [](fetcher *one) { one->AddDelay(); },
    [](fetcher *one) { one->AddDetectionPostprocess(); },
    [](fetcher *one) { one->AddEnergy(); },
    [](fetcher *one) { one->AddEthosU(); },
    [](fetcher *one) { one->AddFftAutoScale(); },
    [](fetcher *one) { one->AddFilterBank(); },
    [](fetcher *one) { one->AddFilterBankLog(); },
    [](fetcher *one) { one->AddFilterBankSpectralSubtraction(); },
    [](fetcher *one) { one->AddFilterBankSquareRoot(); },
    [](fetcher *one) { one->AddFramer(); },
    [](fetcher *one) { one->AddIrfft(); },
    [](fetcher *one) { one->AddOverlapAdd(); },
    [](fetcher *one) { one->AddPCAN(); },
    [](fetcher *one) { one->AddRfft(); },
    [](fetcher *one) { one->AddStacker(); },
    [](fetcher *one) { one->AddWindow(); },
};

static bool fetch_custom(const char *name, TFLMRegistration *registration) {
  for (auto add : customs) {
    fetcher one;
    add(&one);
    const TFLMRegistration *found = one.FindOp(name);
    if (!found) continue;
    *registration = *found;
    return true;
  }
  return false;
}

bool tinyxs_tflm_find(const tflite::OperatorCode *code, tinyxs_tflm_operator *found) {
  *found = {};
  tflite::BuiltinOperator builtin = tflite::GetBuiltinCode(code);
  if (builtin == tflite::BuiltinOperator_CUSTOM)
    return code->custom_code() && fetch_custom(code->custom_code()->c_str(), &found->registration);
  fetcher one;
  fetch_builtin(&one, builtin);
  const TFLMRegistration *registration = one.FindOp(builtin);
  if (!registration) return false;
  found->registration = *registration;
  found->parse = one.GetOpDataParser(builtin);
  return true;
}

const char *tinyxs_tflm_name(const tflite::Model *model, const tflite::Operator *op) {
  const tflite::OperatorCode *code = model->operator_codes()->Get(op->opcode_index());
  tflite::BuiltinOperator builtin = tflite::GetBuiltinCode(code);
  if (builtin != tflite::BuiltinOperator_CUSTOM) return tflite::EnumNameBuiltinOperator(builtin);
  return code->custom_code() ? code->custom_code()->c_str() : "CUSTOM";
}

tinyxs_status tinyxs_tflm_blame(const tflite::Model *model, uint32_t subgraph, uint32_t index, tinyxs_status status,
                                const char *reason, tinyxs_error *error) {
  const char *name = tinyxs_tflm_name(model, model->subgraphs()->Get(subgraph)->operators()->Get(index));
  tinyxs_fail(error, status, "operator %u (%s): %s", index, name, reason);
  if (!error) return status;
  error->subgraph = static_cast<int32_t>(subgraph);
  error->operator_index = static_cast<int32_t>(index);
  strncpy(error->operator_name, name, sizeof error->operator_name - 1);
  return status;
}
