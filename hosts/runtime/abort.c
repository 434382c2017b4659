/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a machine that can't go on: each cause is named, and what can be done about it. */
#include "report.h"
#include "runtime.h"
#include "xsAll.h"

/* " at file:line" of the code that was running, if it is known. */
static void write_position(txMachine *the) {
  for (txSlot *frame = the->frame; frame && frame->next; frame = frame->next) {
    txSlot *environment = mxFrameToEnvironment(frame);
    if (environment->ID != XS_NO_ID && environment->value.environment.line) {
      tinyxs_host_print(TINYXS_HOST_ERRORS, " at %s:%d", fxGetKeyName(the, environment->ID),
                        (int)environment->value.environment.line);
      return;
    }
  }
}

/* "error: <what> at <position>: <remedy>" */
static void write_error(txMachine *the, const char *what, const char *remedy) {
  tinyxs_host_print(TINYXS_HOST_ERRORS, "error: %s", what);
  write_position(the);
  tinyxs_host_print(TINYXS_HOST_ERRORS, ": %s\n", remedy);
}

static void write_cause(txMachine *the, int status) {
  const tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(the);
  char text[100];
  switch (status) {
  case XS_NOT_ENOUGH_MEMORY_EXIT:
#ifdef TINYXS_BARE
    snprintf(text, sizeof text, "the board has %lu KB for the heap: keep less", (unsigned long)(runtime->heap_bytes / 1024));
#else
    snprintf(text, sizeof text, "the app's heap is limited to %zu KB: keep less, or raise the limit (--heap)",
             runtime->heap_bytes / 1024);
#endif
    write_error(the, "out of memory", text);
    break;
  case XS_STACK_OVERFLOW_EXIT:
    write_error(the, "stack overflow", "functions call each other too deeply: end the recursion earlier, or use a loop");
    break;
  case XS_NO_MORE_KEYS_EXIT:
    write_error(the, "too many different property names", "use a Map for names made while running");
    break;
  case XS_TOO_MUCH_COMPUTATION_EXIT:
    write_error(the, "no end in sight", "the app computes while its clock stands still: end the loop, or wait in it");
    break;
  case XS_DEBUGGER_EXIT: tinyxs_host_write_text(TINYXS_HOST_ERRORS, "ended by the debugger\n"); break;
  default: snprintf(text, sizeof text, "XS stopped with status %d", status); write_error(the, text, "please report this");
  }
}

void tinyxs_host_report_hang(txMachine *the) { write_cause(the, XS_TOO_MUCH_COMPUTATION_EXIT); }

void fxAbort(txMachine *the, int status) {
  if (status == XS_UNHANDLED_EXCEPTION_EXIT || status == XS_UNHANDLED_REJECTION_EXIT) {
    txSlot exception = mxException;
    tinyxs_host_report_exception(the, &exception, status == XS_UNHANDLED_REJECTION_EXIT ? "unhandled promise rejection: " : "");
  } else
    write_cause(the, status);
  tinyxs_host_exit(1);
}
