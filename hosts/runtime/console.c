/* SPDX-License-Identifier: Apache-2.0 */
/* console.log and its kind, and Moddable's trace(). Values are separated by spaces. */
#include "globals.h"
#include "inspect.h"
#include "report.h"
#include "xsAll.h"

static void print_line(txMachine *the, tinyxs_host_stream stream) {
  for (txInteger i = 0; i < mxArgc; i++) {
    if (i) tinyxs_host_write_text(stream, " ");
    tinyxs_host_inspect(the, stream, mxArgv(i));
  }
  tinyxs_host_write_text(stream, "\n");
}

static void print_output(txMachine *the) { print_line(the, TINYXS_HOST_OUTPUT); }

static void print_error(txMachine *the) { print_line(the, TINYXS_HOST_ERRORS); }

/* As in the Moddable SDK: strings as they are, nothing between them, no line end; the debugger shows them too. */
static void trace(txMachine *the) {
  for (txInteger i = 0; i < mxArgc; i++) {
    tinyxs_host_write_text(TINYXS_HOST_OUTPUT, fxToString(the, mxArgv(i)));
#ifdef mxDebug
    fxReport(the, "%s", mxArgv(i)->value.string);
#endif
  }
}

void tinyxs_host_install_console(txMachine *the) {
  tinyxs_host_install_function(the, "trace", trace, 1);
  mxPush(mxObjectPrototype);
  fxNewObjectInstance(the);
  tinyxs_host_add_function(the, "log", print_output, 1);
  tinyxs_host_add_function(the, "info", print_output, 1);
  tinyxs_host_add_function(the, "debug", print_output, 1);
  tinyxs_host_add_function(the, "warn", print_error, 1);
  tinyxs_host_add_function(the, "error", print_error, 1);
  mxPush(mxGlobal);
  mxDefineID(fxID(the, "console"), XS_DONT_ENUM_FLAG, XS_DONT_ENUM_FLAG);
  mxPop();
}
