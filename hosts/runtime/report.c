/* SPDX-License-Identifier: Apache-2.0 */
/* Values and errors as text. */
#include "report.h"
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

static bool is_error(const txSlot *value) {
  if (value->kind != XS_REFERENCE_KIND) return false;
  const txSlot *internal = value->value.reference->next;
  return internal && internal->kind == XS_ERROR_KIND;
}

/* The stack's first line repeats the message; the frames after it are what is missing. */
static void write_stack(txMachine *the, tinyxs_host_stream stream, txSlot *error) {
  mxPushSlot(error);
  mxGetID(fxID(the, "stack"));
  if (the->stack->kind == XS_STRING_KIND || the->stack->kind == XS_STRING_X_KIND) {
    const char *text = strchr(the->stack->value.string, '\n');
    /* Messages may have several lines. */
    while (text && strncmp(text, "\n at ", 5)) text = strchr(text + 1, '\n');
    if (text) tinyxs_host_write_text(stream, text);
  }
  mxPop();
}

/* Leaves JSON.stringify(value) on the stack: a string, or undefined for what JSON can't express. */
static void push_json(txMachine *the, txSlot *value) {
  mxPush(mxGlobal);
  mxGetID(mxID(_JSON));
  mxDub();
  mxGetID(mxID(_stringify));
  mxCall();
  mxPushSlot(value);
  mxRunCount(1);
}

void tinyxs_host_describe(txMachine *the, tinyxs_host_stream stream, txSlot *value) {
  fxBeginHost(the);
  mxTry(the) {
    if (is_error(value)) {
      mxPushSlot(value);
      tinyxs_host_write_text(stream, fxToString(the, the->stack));
      write_stack(the, stream, value);
    } else {
      if (mxIsReference(value) && !mxIsFunction(value->value.reference))
        push_json(the, value);
      else
        mxPushUndefined();
      if (mxIsUndefined(the->stack)) {
        mxPushSlot(value);
        if (the->stack->kind == XS_SYMBOL_KIND)
          tinyxs_host_write_text(stream, "Symbol()");
        else
          tinyxs_host_write_text(stream, fxToString(the, the->stack));
      } else
        tinyxs_host_write_text(stream, the->stack->value.string);
    }
  }
  mxCatch(the) { tinyxs_host_write_text(stream, "(a value that can't be shown)"); }
  fxEndHost(the);
}

void tinyxs_host_report_exception(txMachine *the, txSlot *exception, const char *context) {
  tinyxs_host_get_runtime(the)->failed = true;
  tinyxs_host_print(TINYXS_HOST_ERRORS, "error: %s", context);
  tinyxs_host_describe(the, TINYXS_HOST_ERRORS, exception);
  tinyxs_host_write_text(TINYXS_HOST_ERRORS, "\n");
}
