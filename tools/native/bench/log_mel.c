/* SPDX-License-Identifier: Apache-2.0 */
/* Creates the log-mel front end with its default options, and feeds it two seconds of audio, of which the second one counts. */
#include "bench.h"
#include "tinyxs.h"

enum { BLOCK = 320 }; /* samples: 20 ms at 16 kHz */

/* Loud noise, as the generator of the public models' inputs makes it. */
static void make_noise(int16_t *samples, uint32_t *state) {
  for (uint32_t i = 0; i < BLOCK; i++) {
    *state = *state * 1664525u + 1013904223u;
    samples[i] = (int16_t)(*state >> 16);
  }
}

static uint32_t feed(tinyxs_log_mel *features, const int16_t *samples, int8_t *row) {
  uint32_t rows = 0;
  for (size_t at = 0; at < BLOCK;) {
    bool ready;
    at += tinyxs_log_mel_feed(features, samples + at, BLOCK - at, row, &ready);
    rows += ready;
  }
  return rows;
}

int tinyxs_bench_log_mel(const tinyxs_bench_work *work) {
  static int16_t samples[BLOCK];
  static int8_t row[TINYXS_LOG_MEL_CHANNELS];
  tinyxs_log_mel_options options;
  tinyxs_log_mel *features;
  tinyxs_error error;
  size_t room;
  uint8_t *memory = tinyxs_bench_memory(&room);
  uint32_t state = 1, rows = 0, blocks = work->frames;
  tinyxs_bench_calibrate();
  tinyxs_log_mel_default(&options);
  tinyxs_bench_stack_fill();
  tinyxs_bench_mark();
  size_t bytes = tinyxs_log_mel_bytes(&options, &error);
  if (!bytes || bytes > room) return tinyxs_bench_error("the target's memory is too small for the features");
  tinyxs_status status = tinyxs_log_mel_create(&options, memory, bytes, &features, &error);
  tinyxs_bench_mark();
  tinyxs_bench_stack_tell("stack create");
  if (status != TINYXS_OK) return tinyxs_bench_error(error.message);
  tinyxs_bench_line("marks create", 1, (const uint32_t[]){2});
  tinyxs_bench_line("memory", 1, (const uint32_t[]){(uint32_t)bytes});
  for (uint32_t i = 0; i < blocks; i++) { /* until every block gives a row */
    make_noise(samples, &state);
    feed(features, samples, row);
  }
  for (uint32_t i = 0; i < blocks; i++) {
    make_noise(samples, &state);
    tinyxs_bench_stack_fill();
    tinyxs_bench_mark();
    rows += feed(features, samples, row);
    tinyxs_bench_mark();
    tinyxs_bench_stack_tell("stack feed");
    tinyxs_bench_line("marks feed", 1, (const uint32_t[]){2});
  }
  return rows == blocks ? 0 : tinyxs_bench_error("the front end gives another number of rows than expected");
}
