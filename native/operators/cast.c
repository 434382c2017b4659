/* CAST between int8, int16, int32, uint32, float32, and from bool. */
#include "operators/common.h"

/* A float outside the integer's range has no defined cast in C; it saturates here, and NaN gives 0. */
static int32_t to_int32(float x) {
  return x >= 2147483648.0f ? INT32_MAX : x < -2147483648.0f ? INT32_MIN : x != x ? 0 : (int32_t)x;
}
static uint32_t to_uint32(float x) { return x >= 4294967296.0f ? UINT32_MAX : x > -1.0f ? (uint32_t)x : (uint32_t)to_int32(x); }

#define PLAIN(type, x)               (type)(x)
#define FROM_FLOAT(type, x)          (type) to_int32(x)
#define FROM_FLOAT_UNSIGNED(type, x) to_uint32(x)

#define CAST(name, from, to, CONVERT)                                                                                          \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const uint32_t *count = tinyxs_kept(call);                                                                                 \
    const from *input = tinyxs_input_data(call, 0);                                                                            \
    to *output = tinyxs_output_data(call, 0);                                                                                  \
    for (uint32_t i = 0; i < *count; i++) output[i] = CONVERT(to, input[i]);                                                   \
    return TINYXS_OK;                                                                                                          \
  }

#define CAST_INTEGER(from_name, from)                                                                                          \
  CAST(from_name##_int8, from, int8_t, PLAIN)                                                                                  \
  CAST(from_name##_int16, from, int16_t, PLAIN)                                                                                \
  CAST(from_name##_int32, from, int32_t, PLAIN)                                                                                \
  CAST(from_name##_uint32, from, uint32_t, PLAIN)                                                                              \
  CAST(from_name##_float, from, float, PLAIN)

CAST_INTEGER(int8, int8_t)
CAST_INTEGER(int16, int16_t)
CAST_INTEGER(int32, int32_t)
CAST_INTEGER(uint32, uint32_t)
CAST_INTEGER(bool, uint8_t)
CAST(float_int8, float, int8_t, FROM_FLOAT)
CAST(float_int16, float, int16_t, FROM_FLOAT)
CAST(float_int32, float, int32_t, FROM_FLOAT)
CAST(float_uint32, float, uint32_t, FROM_FLOAT_UNSIGNED)
CAST(float_float, float, float, PLAIN)

enum { KINDS = 5 };

/* The row or column of a type in the table below; -1 if it isn't there. */
static int32_t kind_of(tinyxs_type type) {
  switch (type) {
  case TINYXS_INT8: return 0;
  case TINYXS_INT16: return 1;
  case TINYXS_INT32: return 2;
  case TINYXS_UINT32: return 3;
  case TINYXS_FLOAT32: return 4;
  case TINYXS_BOOL: return 5;
  default: return -1;
  }
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  static const tinyxs_run_function runs[KINDS + 1][KINDS] = {
      {int8_int8, int8_int16, int8_int32, int8_uint32, int8_float},
      {int16_int8, int16_int16, int16_int32, int16_uint32, int16_float},
      {int32_int8, int32_int16, int32_int32, int32_uint32, int32_float},
      {uint32_int8, uint32_int16, uint32_int32, uint32_uint32, uint32_float},
      {float_int8, float_int16, float_int32, float_uint32, float_float},
      {bool_int8, bool_int16, bool_int32, bool_uint32, bool_float},
  };
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  int32_t from = kind_of(input.type), to = kind_of(output.type);
  if (from < 0) return tinyxs_reject_type(p, "an input", &input);
  if (to < 0 || to == KINDS) return tinyxs_reject_type(p, "an output", &output);
  tinyxs_keep(p, &input.count, sizeof input.count);
  if (tinyxs_type_bytes(output.type) <= tinyxs_type_bytes(input.type)) tinyxs_in_place(p, 0, 0);
  tinyxs_set_run(p, runs[from][to]);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_cast = {"CAST", 53, prepare};
