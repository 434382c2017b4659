/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share: TensorFlow Lite Micro's headers, and finding its operators. */
#ifndef TINYXS_TFLM_H
#define TINYXS_TFLM_H

/* The library is built so; its structs have another layout without. */
#ifndef TF_LITE_STATIC_MEMORY
#define TF_LITE_STATIC_MEMORY
#endif

#include "tensorflow/lite/micro/arena_allocator/ibuffer_allocator.h"
#include "tensorflow/lite/micro/compatibility.h"
#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_op_resolver.h"
#include "tensorflow/lite/schema/schema_generated.h"
#include "tensorflow/lite/schema/schema_utils.h"
#include "tinyxs.h"

extern "C" {
#include "engine/error.h"
#include "engine/verify.h"
}

/* One operator of the library: how it is prepared and run, and how its options are read (NULL for custom ones). */
struct tinyxs_tflm_operator {
  TFLMRegistration registration;
  tflite::TfLiteBridgeBuiltinParseFunction parse;
  tinyxs_tflm_operator *next;
};

/* Finds the operator that a model's operator code means; false if the library lacks it. */
bool tinyxs_tflm_find(const tflite::OperatorCode *code, tinyxs_tflm_operator *found);

/* The name of an operator, such as "CONV_2D" or a custom one's code; never NULL. */
const char *tinyxs_tflm_name(const tflite::Model *model, const tflite::Operator *op);

/* Whether FlatBuffers sees the tables as tinyxs_verify did; it has verified them too. */
bool tinyxs_tflm_agree(const tinyxs_file *file, const tflite::Model *model);

/* Fills an error about one operator, and returns the status. */
tinyxs_status tinyxs_tflm_blame(const tflite::Model *model, uint32_t subgraph, uint32_t index, tinyxs_status status,
                                const char *reason, tinyxs_error *error);

/* The bytes of a tensor whose shape has been verified. */
uint32_t tinyxs_tflm_bytes(const tflite::Tensor *tensor);

/* The bytes of variable tensors and resource variables; refuses what the library would trip over. */
tinyxs_status tinyxs_tflm_count_variables(const tflite::Model *model, uint32_t *bytes, tinyxs_error *error);

/*
 * Checks everything in a model file that TensorFlow Lite Micro relies on without looking: first as tinyxs's own engine does,
 * then with FlatBuffers' verifier, then what only it reads. On success *model is the file. What its operators check of their
 * own options and shapes is left to them.
 */
tinyxs_status tinyxs_tflm_check(const void *data, size_t size, const tflite::Model **model, tinyxs_error *error);

#endif
