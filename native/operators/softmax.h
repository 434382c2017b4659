/* SPDX-License-Identifier: Apache-2.0 */
/* Preparing SOFTMAX and LOG_SOFTMAX. */
#ifndef TINYXS_OPERATORS_SOFTMAX_H
#define TINYXS_OPERATORS_SOFTMAX_H

#include "kernels/reference/softmax.h"
#include "operators/common.h"

/* Checks one input and one output of the same size and fills rows and depth. */
tinyxs_status tinyxs_softmax_rows(tinyxs_plan *p, tinyxs_softmax *d);
/* Fills what int8 needs from beta and the input's scale. */
tinyxs_status tinyxs_softmax_scale(tinyxs_plan *p, tinyxs_softmax *d);

/* SOFTMAX of int16: sets all up. */
tinyxs_status tinyxs_prepare_softmax_int16(tinyxs_plan *p, const tinyxs_softmax *rows);

#endif
