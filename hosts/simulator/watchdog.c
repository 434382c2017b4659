/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog counts the process's own computing, so that a busy desktop, or a debugger at a breakpoint, ends nothing. When
 * there is too much of it XS's metering stops the app at its next jump backwards; where XS doesn't come to one, inside of a
 * built-in function, the signal's handler itself ends the process.
 */
#include "watchdog.h"
#include "host.h"
#include "report.h"
#include "xsAll.h"
#include <signal.h>
#include <sys/time.h>

#define TICK_MS     100
#define SECONDS     5 /* of computing at least, however short the run is to be */
#define GRACE_TICKS 20
#define NEVER       UINT32_MAX

static txMachine *machine;
static double fed; /* the clock's time then, in ms */
static volatile sig_atomic_t ticks, limit;

static void tick(int signal) {
  (void)signal;
  ticks = ticks + 1;
  if (ticks == limit) machine->meterCount = 0;
  if (ticks < limit + GRACE_TICKS) return;
  tinyxs_host_report_hang(machine);
  fflush(stdout);
  _exit(1);
}

/* Called by XS once there was more than meterCount; false ends the app. */
static txBoolean go_on(txMachine *the, txU4 index) {
  (void)the, (void)index;
  return ticks < limit;
}

void tinyxs_host_watchdog_start(txMachine *the, double seconds) {
  struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
  struct itimerval timer = {{0, TICK_MS * 1000}, {0, TICK_MS * 1000}};
  if (seconds <= 0) return;
  machine = the;
  limit = (sig_atomic_t)fmin(fmax(seconds, SECONDS) * 1000 / TICK_MS, INT32_MAX / 2);
  fxBeginMetering(the, go_on, NEVER);
  sigaction(SIGPROF, &action, NULL);
  setitimer(ITIMER_PROF, &timer, NULL);
}

void tinyxs_host_watchdog_feed(double now) {
  if (now == fed) return;
  fed = now;
  ticks = 0;
}
