/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL with broadcasting: float32, int32, int64, int8 by their scales;
 * for equality bool, too, and for order int16 of one scale. LOGICAL_AND and LOGICAL_OR: bool.
 */
#include "operators/binary.h"

/* How two values relate, as bit numbers of `holds`; a NaN has no order. */
enum { LESS, SAME, MORE, UNORDERED };

typedef struct {
  tinyxs_broadcast broadcast;
  uint32_t holds; /* bit i: what the operator answers where the inputs' relation is i */
  int32_t a_zero_point, b_zero_point, a_multiplier, a_shift, b_multiplier, b_shift;
} comparison;

#define RELATION(a, b)   ((a) < (b) ? LESS : (a) == (b) ? SAME : (a) > (b) ? MORE : UNORDERED)
#define COMPARE(d, a, b) ((d)->holds >> RELATION(a, b) & 1)
/* For bool operators, two bits make the number. */
#define COMBINE(d, a, b) ((d)->holds >> (((a) ? 2 : 0) + ((b) ? 1 : 0)) & 1)

/* With 8 more bits, in units of 1 / 256. */
static int32_t scaled(int32_t x, int32_t multiplier, int32_t shift) { return tinyxs_requantize(x * 256, multiplier, shift); }
static uint32_t compare_scaled(const comparison *d, int32_t a, int32_t b) {
  a = scaled(a - d->a_zero_point, d->a_multiplier, d->a_shift);
  b = scaled(b - d->b_zero_point, d->b_multiplier, d->b_shift);
  return COMPARE(d, a, b);
}

TINYXS_RUN_MIXED_BROADCAST(run_float, comparison, float, float, uint8_t, COMPARE)
TINYXS_RUN_MIXED_BROADCAST(run_int32, comparison, int32_t, int32_t, uint8_t, COMPARE)
TINYXS_RUN_MIXED_BROADCAST(run_int16, comparison, int16_t, int16_t, uint8_t, COMPARE)
TINYXS_RUN_MIXED_BROADCAST(run_int64, comparison, tinyxs_int64, tinyxs_int64, uint8_t, COMPARE)
TINYXS_RUN_MIXED_BROADCAST(run_int8, comparison, int8_t, int8_t, uint8_t, compare_scaled)
TINYXS_RUN_BROADCAST(run_bool, comparison, uint8_t, COMBINE)

static tinyxs_status check(tinyxs_plan *p, comparison *d, tinyxs_info *a, tinyxs_info *b) {
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &d->broadcast));
  *a = tinyxs_input_info(p, 0);
  *b = tinyxs_input_info(p, 1);
  tinyxs_info output = tinyxs_output_info(p, 0);
  if (b->type != a->type) return tinyxs_reject_type(p, "a second input", b);
  if (output.type != TINYXS_BOOL) return tinyxs_reject_type(p, "an output", &output);
  return TINYXS_OK;
}

static tinyxs_status prepare_bool(tinyxs_plan *p, uint32_t holds) {
  comparison d = {.holds = holds};
  tinyxs_info a, b;
  TINYXS_TRY(check(p, &d, &a, &b));
  if (a.type != TINYXS_BOOL) return tinyxs_reject_type(p, "an input", &a);
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run_bool);
  return TINYXS_OK;
}

static const tinyxs_typed_run equality[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT32, run_int32}, {TINYXS_INT64, run_int64},
                                            {TINYXS_BOOL, run_bool},     {TINYXS_INT8, run_int8},   {0}};
static const tinyxs_typed_run order[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT32, run_int32}, {TINYXS_INT64, run_int64},
                                         {TINYXS_INT16, run_int16},   {TINYXS_INT8, run_int8},   {0}};

static tinyxs_status scale_inputs(tinyxs_plan *p, const tinyxs_info *a, const tinyxs_info *b, comparison *d) {
  TINYXS_TRY(tinyxs_require_quantized(p, "input 0", a));
  TINYXS_TRY(tinyxs_require_quantized(p, "input 1", b));
  TINYXS_REQUIRE(p, a->scale < 1 && b->scale < 1, "its inputs' scales must be less than 1");
  d->a_zero_point = a->zero_point;
  d->b_zero_point = b->zero_point;
  tinyxs_quantize_multiplier((double)a->scale, &d->a_multiplier, &d->a_shift);
  tinyxs_quantize_multiplier((double)b->scale, &d->b_multiplier, &d->b_shift);
  return TINYXS_OK;
}

/* bool_holds: as holds, for bool; 0: there is none. */
static tinyxs_status prepare(tinyxs_plan *p, uint32_t holds, uint32_t bool_holds) {
  comparison d = {.holds = holds};
  tinyxs_info a, b;
  TINYXS_TRY(check(p, &d, &a, &b));
  TINYXS_TRY(tinyxs_set_typed_run(p, bool_holds ? equality : order, "an input", &a));
  if (a.type == TINYXS_BOOL) d.holds = bool_holds;
  TINYXS_REQUIRE(p, a.type != TINYXS_INT16 || (a.scale == b.scale && a.zero_point == b.zero_point),
                 "its int16 inputs differ in scale or zero point");
  if (a.type == TINYXS_INT8) TINYXS_TRY(scale_inputs(p, &a, &b, &d));
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

#define IF(relation) (1u << (relation))
tinyxs_status tinyxs_prepare_equal(tinyxs_plan *p) { return prepare(p, IF(SAME), IF(0) | IF(3)); }
tinyxs_status tinyxs_prepare_not_equal(tinyxs_plan *p) {
  return prepare(p, IF(LESS) | IF(MORE) | IF(UNORDERED), IF(1) | IF(2));
}
tinyxs_status tinyxs_prepare_greater(tinyxs_plan *p) { return prepare(p, IF(MORE), 0); }
tinyxs_status tinyxs_prepare_greater_equal(tinyxs_plan *p) { return prepare(p, IF(MORE) | IF(SAME), 0); }
tinyxs_status tinyxs_prepare_less(tinyxs_plan *p) { return prepare(p, IF(LESS), 0); }
tinyxs_status tinyxs_prepare_less_equal(tinyxs_plan *p) { return prepare(p, IF(LESS) | IF(SAME), 0); }
tinyxs_status tinyxs_prepare_logical_and(tinyxs_plan *p) { return prepare_bool(p, IF(3)); }
tinyxs_status tinyxs_prepare_logical_or(tinyxs_plan *p) { return prepare_bool(p, IF(1) | IF(2) | IF(3)); }
