/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's clock. In virtual time it moves only when the app waits, so that each run gives the same bytes. */
#include "clock.h"
#include "host.h"
#include "watchdog.h"
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>

static struct {
  bool realtime;
  double now;   /* ms, virtual */
  double start; /* ms, of the real clock */
  double end;   /* ms */
} clock_state;
static volatile sig_atomic_t interrupted;

static double real_milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void interrupt(int signal) {
  (void)signal;
  interrupted = 1;
}

void tinyxs_host_start_clock(bool realtime, double seconds) {
  struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND}; /* a second Ctrl-C ends the process */
  sigaction(SIGINT, &action, NULL);
  clock_state.realtime = realtime;
  clock_state.now = 0;
  clock_state.start = real_milliseconds();
  clock_state.end = seconds > 0 ? seconds * 1000 : INFINITY;
}

double tinyxs_host_now(void) { return clock_state.realtime ? real_milliseconds() - clock_state.start : clock_state.now; }

/* Virtual time begins at a fixed date, 2025-01-01T00:00:00Z. */
double tinyxs_host_epoch(void) {
  if (!clock_state.realtime) return 1735689600000.0;
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return floor((double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6 - tinyxs_host_now());
}

void tinyxs_host_wait(double until) {
  if (until > clock_state.end) {
    until = clock_state.end;
    interrupted = 1;
  }
  if (!clock_state.realtime) {
    if (until > clock_state.now) clock_state.now = until;
    return;
  }
  for (double left; !interrupted && (left = until - tinyxs_host_now()) > 0;) {
    if (left > 1000) left = 1000;
    struct timespec time = {(time_t)(left / 1e3), (long)(fmod(left, 1e3) * 1e6)};
    if (nanosleep(&time, NULL) && errno != EINTR) return;
  }
}

bool tinyxs_host_interrupted(void) {
  tinyxs_host_watchdog_feed(tinyxs_host_now());
  return interrupted || (clock_state.realtime && tinyxs_host_now() > clock_state.end);
}

uint64_t tinyxs_host_microseconds(void) { return (uint64_t)(real_milliseconds() * 1e3); }
