/* SPDX-License-Identifier: Apache-2.0 */
/* The board's clock as the runtime wants it. A run begins at a fixed date, so that it prints the same each time. */
#include "clock.h"
#include "audio.h"
#include "board.h"
#include "host.h"
#include "xsAll.h"

static double end = INFINITY; /* ms */
static bool interrupted;
static uint64_t slept; /* us */

void tinyxs_board_clock_limit(uint32_t milliseconds) {
  if (milliseconds) end = milliseconds;
}

uint64_t tinyxs_board_clock_slept(void) { return slept; }

double tinyxs_host_now(void) { return (double)tinyxs_board_microseconds() / 1000; }

/* 2025-01-01T00:00:00Z */
double tinyxs_host_epoch(void) { return 1735689600000.0; }

void tinyxs_host_wait(double until) {
  if (until > end) {
    until = end;
    interrupted = true;
  }
  uint64_t from = tinyxs_board_microseconds();
  while (tinyxs_host_now() < until) tinyxs_board_sleep();
  slept += tinyxs_board_microseconds() - from;
}

bool tinyxs_host_interrupted(void) { return interrupted || tinyxs_host_now() >= end; }

uint64_t tinyxs_host_microseconds(void) { return tinyxs_board_microseconds(); }

uint32_t modMilliseconds(void) { return (uint32_t)tinyxs_host_now(); }

void tinyxs_board_tick(void) { tinyxs_board_audio_tick(); }
