/* SPDX-License-Identifier: Apache-2.0 */
/* What the operators of TensorFlow Lite Micro's signal library share. Their steps are in signal/front_end.h. */
#ifndef TINYXS_OPERATORS_SIGNAL_COMMON_H
#define TINYXS_OPERATORS_SIGNAL_COMMON_H

#include "operators/common.h"
#include "signal/front_end.h"

/* The number `key` of the custom options, which must be there and within the range. */
tinyxs_status tinyxs_signal_option(tinyxs_plan *p, const char *key, int32_t least, int32_t most, int32_t *value);

/* Fails unless the tensor has this type and number of dimensions. */
tinyxs_status tinyxs_signal_tensor(tinyxs_plan *p, const char *what, const tinyxs_info *info, tinyxs_type type, int32_t rank);

#endif
