/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operator is made of. `prepare` checks everything about one use of the operator and decides everything: it reads
 * shapes, types and options, folds constants, asks for memory and chooses the function that will run. `run` only computes.
 *
 * Prepare runs once, either to measure or to load. What it asks for must not depend on which: memory is NULL while measuring.
 * Op data holds no pointers and no 64-bit members, so that it has the same size on every target.
 */
#ifndef TINYXS_ENGINE_OPERATOR_H
#define TINYXS_ENGINE_OPERATOR_H

#include "engine/error.h"
#include "engine/model.h"
#include "engine/schema.h"

typedef struct tinyxs_plan tinyxs_plan;

/* Of an operator that has kernels to choose from. */
typedef struct {
  /* Chooses one, once all memory is placed and the model is being loaded. */
  void (*choose)(tinyxs_plan *p);
  /* The name of the chosen one; NULL: it runs another type, which has but one way. */
  const char *(*name)(const tinyxs_node *node);
} tinyxs_kernel_choice;

typedef struct {
  const char *name; /* as in the schema, or the custom code */
  int32_t code;     /* builtin code; BUILTIN_CUSTOM is found by name */
  tinyxs_status (*prepare)(tinyxs_plan *p);
  const tinyxs_kernel_choice *kernels; /* NULL: there is but one way */
} tinyxs_operator;

/* The operators that are linked in, in operators/registry.c, ending with a NULL. */
extern const tinyxs_operator *const tinyxs_operators[];

/* ---- in prepare: tensors ---- */

/* All that the file says of a tensor. */
typedef struct {
  bool present; /* false: an optional tensor that the model leaves out; all else is 0 */
  bool variable;
  tinyxs_type type;
  int32_t rank;
  int32_t shape[TINYXS_RANK];
  uint32_t count; /* elements */
  uint32_t bytes;
  const void *constant; /* the data, if it is in the file */
  float scale;          /* of the tensor, or of channel 0; 0: not quantized */
  int32_t zero_point;
  uint32_t channels;  /* how many scales there are */
  int32_t dimension;  /* along which channels count */
  uint32_t scales_at; /* file position */
  int32_t index;      /* the tensor's number in the subgraph; -1: not present */
} tinyxs_info;

/* Fails unless the operator has min_inputs..max_inputs inputs, the first min_inputs of them present, and that many outputs. */
tinyxs_status tinyxs_arity(tinyxs_plan *p, uint32_t min_inputs, uint32_t max_inputs, uint32_t min_outputs,
                           uint32_t max_outputs);
uint32_t tinyxs_count_inputs(const tinyxs_plan *p);
uint32_t tinyxs_count_outputs(const tinyxs_plan *p);
tinyxs_info tinyxs_input_info(const tinyxs_plan *p, uint32_t i);
tinyxs_info tinyxs_output_info(const tinyxs_plan *p, uint32_t i);
/* The scale and the zero point of channel c < info->channels. */
float tinyxs_channel_scale(const tinyxs_plan *p, const tinyxs_info *info, uint32_t c);
int32_t tinyxs_channel_zero_point(const tinyxs_plan *p, const tinyxs_info *info, uint32_t c);
bool tinyxs_same_shape(const tinyxs_info *a, const tinyxs_info *b);

/*
 * Where in the file `tinyxs prepare` has put int32 multipliers and int8 shifts for input.scale * weights' scale / output.scale
 * of `count` channels, checked; 0 where it hasn't, and they are to be computed. The weights have as many scales, or one. To be
 * called once for each layer with scales per channel.
 */
tinyxs_status tinyxs_find_channel_multipliers(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *weights,
                                              const tinyxs_info *output, uint32_t count, uint32_t *multipliers,
                                              uint32_t *shifts);

/* ---- in prepare: options ---- */

int32_t tinyxs_option_i32(const tinyxs_plan *p, uint32_t field, int32_t fallback);
int32_t tinyxs_option_i8(const tinyxs_plan *p, uint32_t field, int32_t fallback);
float tinyxs_option_f32(const tinyxs_plan *p, uint32_t field, float fallback);
bool tinyxs_option_bool(const tinyxs_plan *p, uint32_t field, bool fallback);
/* The custom options: flexbuffer bytes inside the file; NULL if there are none. */
const uint8_t *tinyxs_custom_options(const tinyxs_plan *p, uint32_t *bytes);

/* ---- in prepare: memory ---- */

/* The operator's data: a copy of `value`, which run finds by tinyxs_op_data(). Call it once. */
void tinyxs_set_op_data(tinyxs_plan *p, const void *value, size_t bytes);
/* The same, to be filled; NULL while measuring. */
void *tinyxs_allocate_op_data(tinyxs_plan *p, size_t bytes);
/* An array that stays, aligned to 4 bytes; *at is what tinyxs_persistent() takes. Returns NULL while measuring. */
void *tinyxs_allocate_persistent(tinyxs_plan *p, uint64_t bytes, uint32_t *at);
/* Memory for the time of this operator's run: tinyxs_scratch(). Call it once. */
tinyxs_status tinyxs_request_scratch(tinyxs_plan *p, uint64_t bytes);
/* Memory that survives runs and that reset fills with the byte `fill`; *at is what tinyxs_state_at() takes. */
tinyxs_status tinyxs_allocate_state(tinyxs_plan *p, uint64_t bytes, uint8_t fill, uint32_t *at);
/*
 * The operator does nothing but to give the input's bytes as output: if they can share memory, it isn't run at all, and what it
 * has asked for is forgotten.
 */
void tinyxs_alias(tinyxs_plan *p, uint32_t input, uint32_t output);
/*
 * Run writes each output element after it has read all input elements at or after the same byte: the output may take the
 * input's memory if nobody needs it later.
 */
void tinyxs_in_place(tinyxs_plan *p, uint32_t input, uint32_t output);

/* Sets the function that runs this operator; without one the operator does nothing at run time. */
void tinyxs_set_run(tinyxs_plan *p, tinyxs_run_function run);

/* ---- in choose ---- */

/* The op data that prepare has set. */
void *tinyxs_op_data_of(tinyxs_plan *p);
/*
 * Finds scratch memory for the time of this operator's run that doesn't raise the model's peak; *at is what tinyxs_scratch_at()
 * takes. False if there is none.
 */
bool tinyxs_find_scratch(tinyxs_plan *p, uint32_t bytes, uint32_t *at);

/* ---- in prepare: refusing ---- */

/* Fills the error with the operator's name and index before the message, and returns the status. Format as tinyxs_fail. */
tinyxs_status tinyxs_reject(tinyxs_plan *p, tinyxs_status status, const char *format, ...);
/* "<what> of type <type> is not supported"; names the tensor in the error. */
tinyxs_status tinyxs_reject_type(tinyxs_plan *p, const char *what, const tinyxs_info *info);
#define TINYXS_REQUIRE(p, condition, ...)                                                                                      \
  do {                                                                                                                         \
    if (!(condition)) return tinyxs_reject((p), TINYXS_BAD_OPERATOR, __VA_ARGS__);                                             \
  } while (0)
/* Fails unless the tensor has positive, finite scales. */
tinyxs_status tinyxs_require_quantized(tinyxs_plan *p, const char *what, const tinyxs_info *info);

/* ---- in run ---- */

/* The data of input i; NULL for an optional tensor that is left out, be it as index -1 or by a shorter list. */
static inline const void *tinyxs_input_data(const tinyxs_call *call, uint32_t i) {
  return i < call->node->inputs ? call->node->tensors[i] : NULL;
}
static inline void *tinyxs_output_data(const tinyxs_call *call, uint32_t i) {
  return call->node->tensors[call->node->inputs + i];
}
/* As tinyxs_input_data, for the rare input that is written: a variable tensor. */
static inline void *tinyxs_state_data(const tinyxs_call *call, uint32_t i) { return call->node->tensors[i]; }
static inline const void *tinyxs_op_data(const tinyxs_call *call) { return call->node->data; }
/* What tinyxs_allocate_persistent and tinyxs_allocate_state have given. */
static inline void *tinyxs_persistent(const tinyxs_call *call, uint32_t at) { return call->model->arena + at; }
static inline void *tinyxs_state_at(const tinyxs_call *call, uint32_t at) {
  return call->model->arena + call->model->variables + at;
}
static inline void *tinyxs_scratch(const tinyxs_call *call) {
  return call->node->tensors[call->node->inputs + call->node->outputs];
}
static inline void *tinyxs_scratch_at(const tinyxs_call *call, uint32_t at) { return call->model->activations + at; }
/* What stands in the file at a position that prepare has checked. */
static inline const void *tinyxs_file_at(const tinyxs_call *call, uint32_t at) { return call->model->data + at; }

#endif
