/* SPDX-License-Identifier: Apache-2.0 */
/* The logistic function and the hyperbolic tangent of int16 as TensorFlow Lite Micro computes them: by linear interpolation. */
#ifndef TINYXS_KERNELS_SIGMOID_INT16_H
#define TINYXS_KERNELS_SIGMOID_INT16_H

#include <stdint.h>

/* How an int16 becomes the functions' argument, in units of 2^-12 / 3. */
typedef struct {
  int32_t multiplier, shift;
} tinyxs_sigmoid;

static inline int32_t tinyxs_sigmoid_argument(const tinyxs_sigmoid *s, int32_t x) {
  return (x * s->multiplier + (s->shift ? 1 << (s->shift - 1) : 0)) >> s->shift;
}
int16_t tinyxs_logistic_int16(int32_t argument);
int16_t tinyxs_tanh_int16(int32_t argument);

#endif
