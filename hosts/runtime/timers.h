/* SPDX-License-Identifier: Apache-2.0 */
/* Timers on the host's clock, for JavaScript and for drivers in C; the caller owns the memory of each. */
#ifndef TINYXS_HOST_TIMERS_H
#define TINYXS_HOST_TIMERS_H

#include <stdbool.h>

struct sxMachine;

typedef struct tinyxs_host_timer tinyxs_host_timer;
struct tinyxs_host_timer {
  tinyxs_host_timer *next;
  double due;      /* ms on the host's clock */
  double interval; /* ms; 0: fires once */
  bool scheduled;
  void (*fire)(struct sxMachine *the, tinyxs_host_timer *timer);
};

typedef struct {
  tinyxs_host_timer *first; /* sorted by due; equal ones in the order in which they were scheduled */
  /* How many sources, such as a microphone, still deliver; and whether one ever did. See tinyxs_host_timers_alive. */
  unsigned sources;
  bool had_source;
} tinyxs_host_timers;

/* Makes the timer fire at `due` and then every `interval` ms, in place of what it was scheduled for before. */
void tinyxs_host_timer_schedule(tinyxs_host_timers *timers, tinyxs_host_timer *timer, double due, double interval);
/* Does nothing if the timer isn't scheduled. */
void tinyxs_host_timer_cancel(tinyxs_host_timers *timers, tinyxs_host_timer *timer);

/*
 * Whether there is something to wait for. Any timer will do, except when the last source has run dry: repeating timers have no
 * end of their own, so then they end with the source.
 */
bool tinyxs_host_timers_alive(const tinyxs_host_timers *timers);
/* Waits for the first timer and fires it. */
void tinyxs_host_timers_run(tinyxs_host_timers *timers, struct sxMachine *the);

#endif
