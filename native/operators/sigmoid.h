/* The logistic function and the hyperbolic tangent of int16 as TensorFlow Lite Micro computes them: by linear interpolation. */
#ifndef TINYXS_OPERATORS_SIGMOID_H
#define TINYXS_OPERATORS_SIGMOID_H

#include "engine/operator.h"

/* How an int16 becomes the functions' argument, in units of 2^-12 / 3. */
typedef struct {
  int32_t multiplier, shift;
} tinyxs_sigmoid;

/* Fails on a scale that is too large. two_powers: not only 2^-12 but 2^-11, too, is taken as exact, as TANH does. */
tinyxs_status tinyxs_prepare_sigmoid(tinyxs_prepare *p, float scale, bool two_powers, tinyxs_sigmoid *s);
/* Whether it has scale 2^-15 and zero point 0, as these functions' results. */
bool tinyxs_is_fraction_of_int16(const tinyxs_info *info);

static inline int32_t tinyxs_sigmoid_argument(const tinyxs_sigmoid *s, int32_t x) {
  return (x * s->multiplier + (s->shift ? 1 << (s->shift - 1) : 0)) >> s->shift;
}
int16_t tinyxs_logistic_int16(int32_t argument);
int16_t tinyxs_tanh_int16(int32_t argument);

#endif
