/* SPDX-License-Identifier: Apache-2.0 */
/* What the reference convolutions share besides their loops. */
#ifndef TINYXS_KERNELS_REFERENCE_CONVOLUTION_H
#define TINYXS_KERNELS_REFERENCE_CONVOLUTION_H

#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

/* How the inputs are quantized. */
typedef struct {
  int32_t zero_point;
  float scale; /* where it is known when the layer runs only; else 0 */
} tinyxs_activations;

/* Quantizes `count` values to int8, with a zero point or symmetrically to -127..127. */
tinyxs_activations tinyxs_quantize_activations(const float *values, uint32_t count, bool asymmetric, int8_t *quantized);

/* Output channel o from its sum of 32 bits without the bias. */
static inline int32_t tinyxs_finish_convolution(const tinyxs_conv *c, const tinyxs_conv_data *d, int32_t sum, int32_t o) {
  const int32_t *bias = d->bias;
  int32_t s = c->per_channel ? o : 0;
  if (bias) sum = tinyxs_wrap_add(sum, bias[o]);
  int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, d->multipliers[s], d->shifts[s]), c->output_zero_point);
  return tinyxs_clamp(scaled, c->activation_min, c->activation_max);
}

#endif
