/* SPDX-License-Identifier: Apache-2.0 */
/* Runs an app in a machine: module, promise jobs, timers, until nothing is left. */
#include "machine.h"
#include "globals.h"
#include "host.h"
#include "report.h"
#include "runtime.h"
#include "xsAll.h"

void fxCreateMachinePlatform(txMachine *the) { (void)the; }

void fxDeleteMachinePlatform(txMachine *the) { (void)the; }

void fxQueuePromiseJobs(txMachine *the) { tinyxs_host_get_runtime(the)->jobs_waiting = true; }

void tinyxs_host_furnish(txMachine *the) {
#ifndef TINYXS_BARE
  tinyxs_host_share_with(the);
#endif
  fxBeginHost(the);
  tinyxs_host_install_natives(the);
  tinyxs_host_install_console(the);
  tinyxs_host_install_timers(the);
  fxEndHost(the);
}

static void fulfilled(txMachine *the) { tinyxs_host_get_runtime(the)->loaded = true; }

static void rejected(txMachine *the) { tinyxs_host_report_exception(the, mxArgv(0), ""); }

static void import(txMachine *the, const char *path) {
  fxBeginHost(the);
  mxTry(the) {
    mxPushStringC((txString)path);
    fxRunImport(the, mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm, XS_NO_ID);
    txSlot *promise = the->stack->value.reference;
    fxNewHostFunction(the, fulfilled, 1, XS_NO_ID, XS_NO_ID);
    txSlot *on_fulfilled = the->stack;
    fxNewHostFunction(the, rejected, 1, XS_NO_ID, XS_NO_ID);
    fxPromiseThen(the, promise, on_fulfilled, the->stack, NULL, NULL); /* not by `then`, which the app may have replaced */
  }
  mxCatch(the) { tinyxs_host_report_exception(the, &mxException, ""); }
  fxEndHost(the);
}

static void run_jobs(txMachine *the) {
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(the);
  while (runtime->jobs_waiting && !runtime->failed) {
    runtime->jobs_waiting = false;
    fxRunPromiseJobs(the);
  }
  fxEndJob(the);
}

/* An await at the top level for which nothing is left to happen: not the end that the app was written for. */
static void check_loaded(txMachine *the) {
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(the);
  if (runtime->failed || runtime->loaded || runtime->timers.had_source || tinyxs_host_interrupted()) return;
  runtime->failed = true;
  tinyxs_host_write_text(TINYXS_HOST_ERRORS,
                         "error: an await outside of functions waits for a promise that nothing is left to settle, no timer "
                         "and no microphone: settle it, or await something else\n");
}

int tinyxs_host_run(txMachine *the, const char *path) {
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(the);
  import(the, path);
  for (;;) {
    run_jobs(the);
    if (runtime->failed) break;
    fxCheckUnhandledRejections(the, 1);
    if (runtime->jobs_waiting) continue;
    if (tinyxs_host_interrupted() || !tinyxs_host_timers_alive(&runtime->timers)) break;
    tinyxs_host_timers_run(&runtime->timers, the);
  }
  check_loaded(the);
  return runtime->failed;
}
