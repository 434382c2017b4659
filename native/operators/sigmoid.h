/* SPDX-License-Identifier: Apache-2.0 */
/* Preparing the logistic function and the hyperbolic tangent of int16. */
#ifndef TINYXS_OPERATORS_SIGMOID_H
#define TINYXS_OPERATORS_SIGMOID_H

#include "engine/operator.h"
#include "kernels/sigmoid_int16.h"

/* Fails on a scale that is too large. two_powers: not only 2^-12 but 2^-11, too, is taken as exact, as TANH does. */
tinyxs_status tinyxs_prepare_sigmoid(tinyxs_plan *p, float scale, bool two_powers, tinyxs_sigmoid *s);
/* Whether it has scale 2^-15 and zero point 0, as these functions' results. */
bool tinyxs_is_fraction_of_int16(const tinyxs_info *info);

#endif
