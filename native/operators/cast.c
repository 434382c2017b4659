/* SPDX-License-Identifier: Apache-2.0 */
/* CAST between bool, int8, uint8, int16, int32, uint32, int64 and float32. Integers wrap; what isn't zero is true. */
#include "operators/common.h"

typedef struct {
  uint32_t count;
  uint8_t from, to; /* tinyxs_type */
  uint16_t unused;
} cast;

/* A float outside an integer's range has no defined cast in C; it saturates here, and NaN gives 0. */
static int64_t to_int64(float x) {
  return x >= 9223372036854775808.0f ? INT64_MAX : x < -9223372036854775808.0f ? INT64_MIN : x != x ? 0 : (int64_t)x;
}

/* As the reference on its targets: types of less than 32 bits are cut from int32. */
static int64_t whole_of(float x, uint8_t to) {
  int64_t whole = to_int64(x);
  if (to == TINYXS_INT64) return whole;
  if (to == TINYXS_UINT32 && whole > 0) return whole > UINT32_MAX ? UINT32_MAX : whole;
  return whole > INT32_MAX ? INT32_MAX : whole < INT32_MIN ? INT32_MIN : whole;
}

/* One element of an integer type. */
static int64_t load(const void *input, uint32_t i, uint8_t from) {
  switch (from) {
  case TINYXS_INT8: return ((const int8_t *)input)[i];
  case TINYXS_INT16: return ((const int16_t *)input)[i];
  case TINYXS_INT32: return ((const int32_t *)input)[i];
  case TINYXS_UINT32: return ((const uint32_t *)input)[i];
  case TINYXS_INT64: return ((const tinyxs_int64 *)input)[i];
  default: return ((const uint8_t *)input)[i];
  }
}

static void store(void *output, uint32_t i, uint8_t to, int64_t value) {
  switch (to) {
  case TINYXS_BOOL: ((uint8_t *)output)[i] = value != 0; break;
  case TINYXS_INT16: ((int16_t *)output)[i] = (int16_t)value; break;
  case TINYXS_INT32: ((int32_t *)output)[i] = (int32_t)value; break;
  case TINYXS_UINT32: ((uint32_t *)output)[i] = (uint32_t)value; break;
  case TINYXS_INT64: ((int64_t *)output)[i] = value; break;
  case TINYXS_FLOAT32: ((float *)output)[i] = (float)value; break;
  default: ((uint8_t *)output)[i] = (uint8_t)value;
  }
}

static tinyxs_status run(tinyxs_call *call) {
  const cast *d = tinyxs_op_data(call);
  const void *input = tinyxs_input_data(call, 0);
  void *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) {
    if (d->from != TINYXS_FLOAT32) {
      store(output, i, d->to, load(input, i, d->from));
    } else {
      float x = ((const float *)input)[i];
      store(output, i, d->to, d->to == TINYXS_BOOL ? x != 0 : whole_of(x, d->to));
    }
  }
  return TINYXS_OK;
}

static tinyxs_status run_copy(tinyxs_call *call) {
  const cast *d = tinyxs_op_data(call);
  const void *input = tinyxs_input_data(call, 0);
  void *output = tinyxs_output_data(call, 0);
  if (input != output) memcpy(output, input, (size_t)d->count * tinyxs_type_bytes((tinyxs_type)d->to));
  return TINYXS_OK;
}

static bool is_known(tinyxs_type type) {
  return type == TINYXS_BOOL || type == TINYXS_INT8 || type == TINYXS_UINT8 || type == TINYXS_INT16 || type == TINYXS_INT32 ||
         type == TINYXS_UINT32 || type == TINYXS_INT64 || type == TINYXS_FLOAT32;
}

tinyxs_status tinyxs_prepare_cast(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  if (!is_known(input.type)) return tinyxs_reject_type(p, "an input", &input);
  if (!is_known(output.type)) return tinyxs_reject_type(p, "an output", &output);
  cast d = {.count = input.count, .from = (uint8_t)input.type, .to = (uint8_t)output.type};
  tinyxs_set_op_data(p, &d, sizeof d);
  if (tinyxs_type_bytes(output.type) <= tinyxs_type_bytes(input.type)) tinyxs_in_place(p, 0, 0);
  tinyxs_set_run(p, input.type == output.type ? run_copy : run);
  return TINYXS_OK;
}
