/* SPDX-License-Identifier: Apache-2.0 */
/* Errors as text. */
#include "report.h"
#include "inspect.h"
#include "runtime.h"
#include "xsAll.h"
#include <stdarg.h>

void tinyxs_host_write_text(tinyxs_host_stream stream, const char *text) { tinyxs_host_write(stream, text, strlen(text)); }

void tinyxs_host_print(tinyxs_host_stream stream, const char *format, ...) {
  char text[500];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  tinyxs_host_write_text(stream, text);
}

void tinyxs_host_report_exception(txMachine *the, txSlot *exception, const char *context) {
  tinyxs_host_get_runtime(the)->failed = true;
  tinyxs_host_print(TINYXS_HOST_ERRORS, "error: %s", context);
  tinyxs_host_inspect_exception(the, TINYXS_HOST_ERRORS, exception);
  tinyxs_host_write_text(TINYXS_HOST_ERRORS, "\n");
}
