/* SPDX-License-Identifier: Apache-2.0 */
/* What TensorFlow Lite Micro logs becomes the message of a tinyxs_error: it has no other way of saying what is wrong. */
#ifndef TINYXS_TFLM_LOG_H
#define TINYXS_TFLM_LOG_H

#include "tinyxs.h"

/* Gathers in `error` (which may be NULL) what is logged in this thread from now on; it is cleared first. */
void tinyxs_tflm_listen(tinyxs_error *error);

/*
 * Stops gathering and returns `status`. The message becomes what was logged, behind the operator's index and name where the
 * library told them; `fallback` stands for it if nothing was logged. `subgraph` is the operator's, as far as it is known.
 */
tinyxs_status tinyxs_tflm_give_up(tinyxs_status status, int32_t subgraph, const char *fallback);

#endif
