/* SPDX-License-Identifier: Apache-2.0 */
/* Filling a tinyxs_error: a formatter without libc's, which would cost a device 20 kB of flash. */
#ifndef TINYXS_ENGINE_ERROR_H
#define TINYXS_ENGINE_ERROR_H

#include <stdarg.h>

#include "tinyxs.h"

#define TINYXS_TRY(expression)                                                                                                 \
  do {                                                                                                                         \
    tinyxs_status tinyxs_try_ = (expression);                                                                                  \
    if (tinyxs_try_ != TINYXS_OK) return tinyxs_try_;                                                                          \
  } while (0)

/*
 * Sets `error` (which may be NULL) and returns `status`. The format knows %s, %d (int32_t), %u (uint32_t) and %.*s (uint32_t
 * length, const char *); what doesn't fit is cut.
 */
tinyxs_status tinyxs_fail(tinyxs_error *error, tinyxs_status status, const char *format, ...);
tinyxs_status tinyxs_vfail(tinyxs_error *error, tinyxs_status status, const char *format, va_list arguments);

#endif
