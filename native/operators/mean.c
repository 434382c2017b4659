/* MEAN over any axes. float32, int8. */
#include "operators/common.h"

typedef struct {
  uint32_t inputs, outputs, reduced; /* elements; reduced: how many make one mean */
  int32_t input_zero_point, output_zero_point, multiplier, shift;
  uint32_t dimensions; /* of the input, outermost first */
  uint32_t steps;      /* arena offset of [dimensions] step */
} mean;

/* One input dimension: its size and how far the output moves along it; 0 for a reduced one. */
typedef struct {
  uint32_t size, stride;
} step;

/* The output element that input element i goes to. */
static uint32_t target(const mean *d, const step *steps, uint32_t i) {
  uint32_t at = 0;
  for (uint32_t k = d->dimensions; k-- > 0;) {
    at += i % steps[k].size * steps[k].stride;
    i /= steps[k].size;
  }
  return at;
}

static tinyxs_status run_int8(tinyxs_call *call) {
  const mean *d = tinyxs_kept(call);
  const step *steps = (const step *)tinyxs_kept_at(call, d->steps);
  const int8_t *input = tinyxs_input_data(call, 0);
  int8_t *output = tinyxs_output_data(call, 0);
  int32_t *sums = tinyxs_scratch(call);
  memset(sums, 0, d->outputs * sizeof *sums);
  for (uint32_t i = 0; i < d->inputs; i++) sums[target(d, steps, i)] += input[i];
  for (uint32_t i = 0; i < d->outputs; i++) {
    int32_t sum = tinyxs_wrap_sub(sums[i], tinyxs_wrap_mul(d->input_zero_point, (int32_t)d->reduced));
    int32_t value = tinyxs_wrap_add(tinyxs_requantize(sum, d->multiplier, d->shift), d->output_zero_point);
    output[i] = (int8_t)tinyxs_clamp(value, INT8_MIN, INT8_MAX);
  }
  return TINYXS_OK;
}

static tinyxs_status run_float(tinyxs_call *call) {
  const mean *d = tinyxs_kept(call);
  const step *steps = (const step *)tinyxs_kept_at(call, d->steps);
  const float *input = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  memset(output, 0, d->outputs * sizeof *output);
  for (uint32_t i = 0; i < d->inputs; i++) output[target(d, steps, i)] += input[i];
  for (uint32_t i = 0; i < d->outputs; i++) output[i] /= (float)d->reduced;
  return TINYXS_OK;
}

/* Folds 1 / reduced into the multiplier, with the rounding of the reference. */
static void fold_division(mean *d) {
  int32_t shift = 31 - tinyxs_leading_zeros(d->reduced);
  if (shift > 31 + d->shift) shift = 31 + d->shift;
  d->multiplier = (int32_t)(((int64_t)d->multiplier << shift) / d->reduced);
  d->shift -= shift;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), axes = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  uint32_t reduced;
  TINYXS_TRY(tinyxs_axis_bits(p, &axes, input.rank, &reduced));
  mean d = {.inputs = input.count, .outputs = output.count, .reduced = 1, .dimensions = (uint32_t)input.rank};
  step steps[TINYXS_RANK];
  uint32_t stride = 1;
  for (int32_t k = input.rank - 1; k >= 0; k--) {
    bool reduce = reduced >> k & 1;
    uint32_t size = (uint32_t)input.shape[k];
    steps[k] = (step){size, reduce ? 0 : stride};
    if (reduce) {
      d.reduced *= size;
    } else {
      stride *= size;
    }
  }
  TINYXS_REQUIRE(p, input.count && stride == output.count, "%u means are computed, its output has %u elements", stride,
                 output.count);
  step *kept = tinyxs_keep_array(p, d.dimensions * sizeof steps[0], &d.steps);
  if (kept) memcpy(kept, steps, d.dimensions * sizeof steps[0]);
  if (input.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  if (input.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    TINYXS_REQUIRE(p, d.reduced < 1u << 24, "it takes the mean of %u elements", d.reduced);
    d.input_zero_point = input.zero_point;
    d.output_zero_point = output.zero_point;
    tinyxs_quantize_multiplier((double)input.scale / (double)output.scale, &d.multiplier, &d.shift);
    fold_division(&d);
    TINYXS_TRY(tinyxs_keep_scratch(p, (uint64_t)output.count * sizeof(int32_t)));
    tinyxs_set_run(p, run_int8);
  } else if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_run(p, run_float);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_keep(p, &d, sizeof d);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_mean = {"MEAN", 40, prepare};
