/* SPDX-License-Identifier: Apache-2.0 */
/* FLOOR_DIV and FLOOR_MOD with broadcasting: division rounded down, and its remainder, with the divisor's sign. float32. */
#include <math.h>

#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
  uint32_t divisors;
} division;

/* In double, as the reference, for the quotient may be rounded up to a whole number in float. */
static float floor_div(const division *d, float a, float b) {
  (void)d;
  return (float)floor((double)a / (double)b);
}
static float floor_mod(const division *d, float a, float b) {
  (void)d;
  float rest = fmodf(a, b);
  return rest != 0 && (b < 0) != (rest < 0) ? rest + b : rest;
}

TINYXS_RUN_BROADCAST(divide, division, float, floor_div)
TINYXS_RUN_BROADCAST(run_mod, division, float, floor_mod)

static tinyxs_status run_div(tinyxs_call *call) {
  const division *d = tinyxs_op_data(call);
  const float *divisors = tinyxs_input_data(call, 1);
  for (uint32_t i = 0; i < d->divisors; i++) {
    if (divisors[i] == 0) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its divisor has a zero at %u", i);
  }
  return divide(call);
}

static tinyxs_status prepare(tinyxs_plan *p, tinyxs_run_function run) {
  division d;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &d.broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "an input", &a);
  if (b.type != a.type) return tinyxs_reject_type(p, "a second input", &b);
  if (output.type != a.type) return tinyxs_reject_type(p, "an output", &output);
  d.divisors = b.count;
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_floor_div(tinyxs_plan *p) { return prepare(p, run_div); }
tinyxs_status tinyxs_prepare_floor_mod(tinyxs_plan *p) { return prepare(p, run_mod); }
