/* SPDX-License-Identifier: Apache-2.0 */
/* SVDF of int8 with a state of int8 or int16, and of float32. */
#include <math.h>
#include <string.h>

#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

static void run_int8(const tinyxs_svdf *s, const tinyxs_svdf_data *d);

#define NAME  run_int8
#define STATE int8_t
#define MIN   INT8_MIN
#define MAX   INT8_MAX
#include "kernels/reference/svdf_template.h"

#define NAME  tinyxs_svdf_int16_reference
#define STATE int16_t
#define MIN   INT16_MIN
#define MAX   INT16_MAX
#include "kernels/reference/svdf_template.h"

static uint32_t cost(const tinyxs_svdf *s) {
  uint64_t filters = (uint64_t)s->batches * (uint64_t)s->units * (uint64_t)s->rank;
  return tinyxs_cost(filters * (8 * ((uint64_t)s->inputs + (uint64_t)s->memory) + 60));
}

const tinyxs_svdf_kernel tinyxs_svdf_int8_reference = {.name = "reference", .cost = cost, .run = run_int8};

static float activate(float x, uint8_t activation) {
  switch (activation) {
  case TINYXS_SVDF_RELU: return x < 0 ? 0 : x;
  case TINYXS_SVDF_RELU_N1_TO_1: return tinyxs_clamp_float(x, -1, 1);
  case TINYXS_SVDF_RELU6: return tinyxs_clamp_float(x, 0, 6);
  case TINYXS_SVDF_TANH: return tanhf(x);
  case TINYXS_SVDF_SIGN_BIT: return signbit(x) ? 1 : 0;
  default: return x;
  }
}

void tinyxs_svdf_float_reference(const tinyxs_svdf *s, const tinyxs_svdf_data *d) {
  const float *input = d->input, *bias = d->bias;
  float *state = d->state, *output = d->output;
  memmove(state, state + 1, ((size_t)s->batches * (size_t)s->units * (size_t)s->rank * (size_t)s->memory - 1) * sizeof *state);
  for (int32_t b = 0; b < s->batches; b++, input += s->inputs) {
    const float *feature = d->features, *time = d->times;
    for (int32_t u = 0; u < s->units; u++) {
      float sum = bias ? bias[u] : 0;
      for (int32_t r = 0; r < s->rank; r++, state += s->memory, time += s->memory) {
        float dot = 0, filtered = 0;
        for (int32_t i = 0; i < s->inputs; i++) dot += *feature++ * input[i];
        state[s->memory - 1] = dot;
        for (int32_t t = 0; t < s->memory; t++) filtered += time[t] * state[t];
        sum += filtered;
      }
      *output++ = activate(sum, s->activation);
    }
  }
}
