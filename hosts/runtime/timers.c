/* SPDX-License-Identifier: Apache-2.0 */
/* Timers on the host's clock: a sorted list. */
#include "timers.h"
#include "host.h"

void tinyxs_host_timer_schedule(tinyxs_host_timers *timers, tinyxs_host_timer *timer, double due, double interval) {
  tinyxs_host_timer_cancel(timers, timer);
  timer->due = due;
  timer->interval = interval;
  timer->scheduled = true;
  tinyxs_host_timer **link = &timers->first;
  while (*link && (*link)->due <= due) link = &(*link)->next;
  timer->next = *link;
  *link = timer;
}

void tinyxs_host_timer_cancel(tinyxs_host_timers *timers, tinyxs_host_timer *timer) {
  if (!timer->scheduled) return;
  tinyxs_host_timer **link = &timers->first;
  while (*link && *link != timer) link = &(*link)->next;
  if (*link) *link = timer->next;
  timer->next = NULL;
  timer->scheduled = false;
}

bool tinyxs_host_timers_alive(const tinyxs_host_timers *timers) {
  if (timers->sources || !timers->had_source) return timers->first != NULL;
  for (const tinyxs_host_timer *timer = timers->first; timer; timer = timer->next)
    if (timer->interval == 0) return true;
  return false;
}

void tinyxs_host_timers_run(tinyxs_host_timers *timers, struct sxMachine *the) {
  tinyxs_host_timer *timer = timers->first;
  if (!timer) return;
  if (timer->due > tinyxs_host_now()) {
    tinyxs_host_wait(timer->due);
    if (tinyxs_host_interrupted()) return;
  }
  if (timer->interval > 0) {
    /* A timer that is late doesn't fire many times at once. */
    double due = timer->due + timer->interval, now = tinyxs_host_now();
    tinyxs_host_timer_schedule(timers, timer, due > now ? due : now + timer->interval, timer->interval);
  } else
    tinyxs_host_timer_cancel(timers, timer);
  timer->fire(the, timer); /* may free the timer */
}
