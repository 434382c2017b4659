/* SPDX-License-Identifier: Apache-2.0 */
/* Ends an app which computes on and on while its clock stands still: in virtual time --seconds would never come. */
#ifndef TINYXS_HOST_WATCHDOG_H
#define TINYXS_HOST_WATCHDOG_H

struct sxMachine;

/* Watches from now on; `seconds`: the limit of the run, without which (0) nobody waits for its end. */
void tinyxs_host_watchdog_start(struct sxMachine *the, double seconds);
/* Between two things that the app does: `now` is the clock's time, in ms. */
void tinyxs_host_watchdog_feed(double now);

#endif
