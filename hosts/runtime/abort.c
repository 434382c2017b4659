/* The end of a machine that can't go on: each cause is named, and what can be done about it. */
#include "machine.h"
#include "report.h"
#include "xsAll.h"

/* " at file:line" of the code that was running, if it is known. */
static void write_position(txMachine *the) {
  for (txSlot *frame = the->frame; frame && frame->next; frame = frame->next) {
    txSlot *environment = mxFrameToEnvironment(frame);
    if (environment->ID != XS_NO_ID && environment->value.environment.line) {
      tinyxs_print(TINYXS_ERRORS, " at %s:%d", fxGetKeyName(the, environment->ID), (int)environment->value.environment.line);
      return;
    }
  }
}

static void write_cause(txMachine *the, int status) {
  const tinyxs_runtime *runtime = the->context;
  switch (status) {
  case XS_NOT_ENOUGH_MEMORY_EXIT:
    tinyxs_print(TINYXS_ERRORS, "error: out of memory: the app's heap is limited to %zu KB", runtime->heap_bytes / 1024);
    break;
  case XS_STACK_OVERFLOW_EXIT:
    tinyxs_write(TINYXS_ERRORS, "error: stack overflow: functions call each other too deeply");
    break;
  case XS_NO_MORE_KEYS_EXIT: tinyxs_write(TINYXS_ERRORS, "error: too many different property names"); break;
  case XS_DEBUGGER_EXIT: tinyxs_write(TINYXS_ERRORS, "ended by the debugger"); break;
  default: tinyxs_print(TINYXS_ERRORS, "error: XS stopped with status %d", status);
  }
}

void fxAbort(txMachine *the, int status) {
  if (status == XS_UNHANDLED_EXCEPTION_EXIT || status == XS_UNHANDLED_REJECTION_EXIT) {
    txSlot exception = mxException;
    tinyxs_report_exception(the, &exception, status == XS_UNHANDLED_REJECTION_EXIT ? "unhandled promise rejection: " : "");
  } else {
    write_cause(the, status);
    write_position(the);
    tinyxs_write(TINYXS_ERRORS, "\n");
  }
  tinyxs_host_exit(1);
}
