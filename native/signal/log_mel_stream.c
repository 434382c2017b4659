/* SPDX-License-Identifier: Apache-2.0 */
/* The streaming log-mel front end: collects samples into windows and runs every step on each. */
#include <string.h>

#include "signal/front_end.h"
#include "signal/log_mel_options.h"
#include "tinyxs.h"

#define WINDOW_BITS      12
#define MEMORY_ALIGNMENT 8

struct tinyxs_log_mel {
  tinyxs_log_mel_options options;
  tinyxs_log_mel_plan plan;
  tinyxs_filter_bank bank;
  uint32_t filled; /* samples in `samples` */
  uint32_t skip;   /* samples still to drop, when the hop is longer than the window */

  uint64_t *sums;             /* [channels] */
  uint32_t *energy;           /* [fft_length / 2 + 1] */
  uint32_t *signal;           /* [channels] */
  uint32_t *noise;            /* [channels], state */
  tinyxs_complex16 *spectrum; /* [fft_length / 2 + 1] */
  int16_t *samples;           /* [window], state */
  int16_t *windowed;          /* [window] */
  int16_t *logs;              /* [channels] */
  int16_t *window;            /* [window] */
  int16_t *cosines;           /* [fft_length] */
  int16_t *bands;             /* [3][channels + 1]: starts, weight_starts, widths */
  int16_t *weights;           /* [2][bins]: weights, unweights */
  int16_t *gains;             /* [TINYXS_PCAN_GAINS] */
};

/* The next `count` elements of `size` bytes behind *used; NULL while only measuring. */
static void *take(uint8_t *memory, size_t *used, size_t count, size_t size) {
  uint8_t *place = memory == NULL ? NULL : memory + *used;
  *used += count * size;
  return place;
}

/* Sets the arrays, widest elements first so that all are aligned, and returns the bytes with the object itself in front. */
static size_t lay_out(tinyxs_log_mel *self, uint8_t *memory) {
  size_t channels = self->plan.band.channels, window = self->plan.window, length = self->plan.fft_length;
  size_t bins = self->plan.bin_end - self->plan.bin_start, spectrum = length / 2 + 1;
  size_t used = (sizeof *self + MEMORY_ALIGNMENT - 1) / MEMORY_ALIGNMENT * MEMORY_ALIGNMENT;
  self->sums = take(memory, &used, channels, sizeof *self->sums);
  self->energy = take(memory, &used, spectrum, sizeof *self->energy);
  self->signal = take(memory, &used, channels, sizeof *self->signal);
  self->noise = take(memory, &used, channels, sizeof *self->noise);
  self->spectrum = take(memory, &used, spectrum, sizeof *self->spectrum);
  self->samples = take(memory, &used, window, sizeof *self->samples);
  self->windowed = take(memory, &used, window, sizeof *self->windowed);
  self->logs = take(memory, &used, channels, sizeof *self->logs);
  self->window = take(memory, &used, window, sizeof *self->window);
  self->cosines = take(memory, &used, length, sizeof *self->cosines);
  self->bands = take(memory, &used, 3 * (channels + 1), sizeof *self->bands);
  self->weights = take(memory, &used, 2 * bins, sizeof *self->weights);
  self->gains = take(memory, &used, self->options.pcan ? TINYXS_PCAN_GAINS : 0, sizeof *self->gains);
  return used;
}

static void compute_tables(tinyxs_log_mel *self) {
  const tinyxs_log_mel_plan *plan = &self->plan;
  const tinyxs_log_mel_options *options = &self->options;
  size_t bands = plan->band.channels + 1, bins = plan->bin_end - plan->bin_start;
  int16_t *starts = self->bands, *weight_starts = starts + bands, *widths = weight_starts + bands;
  int16_t *unweights = self->weights + bins;
  uint32_t start;
  tinyxs_hann(plan->window, WINDOW_BITS, self->window);
  tinyxs_fft_cosines(plan->fft_length, self->cosines);
  tinyxs_mel(&plan->band, &start, starts, weight_starts, widths, self->weights, unweights);
  self->bank = (tinyxs_filter_bank){plan->band.channels, starts, weight_starts, widths, self->weights, unweights};
  if (options->pcan) {
    tinyxs_pcan_gains(options->pcan_strength, options->pcan_offset, plan->pcan_input_bits, options->pcan_gain_bits,
                      self->gains);
  }
}

size_t tinyxs_log_mel_bytes(const tinyxs_log_mel_options *options, tinyxs_error *error) {
  tinyxs_log_mel draft;
  draft.options = *options;
  if (tinyxs_log_mel_resolve(options, &draft.plan, error) != TINYXS_OK) return 0;
  return lay_out(&draft, NULL);
}

tinyxs_status tinyxs_log_mel_create(const tinyxs_log_mel_options *options, void *memory, size_t bytes, tinyxs_log_mel **self,
                                    tinyxs_error *error) {
  *self = NULL;
  size_t needed = tinyxs_log_mel_bytes(options, error);
  if (needed == 0) return TINYXS_BAD_ARGUMENT;
  if (memory == NULL || (uintptr_t)memory % MEMORY_ALIGNMENT || bytes < needed)
    return tinyxs_log_mel_refuse(error, "memory is missing, too small or not aligned to 8: give tinyxs_log_mel_bytes() bytes");
  tinyxs_log_mel *mel = memory;
  memset(mel, 0, needed);
  mel->options = *options;
  tinyxs_log_mel_resolve(options, &mel->plan, NULL);
  lay_out(mel, memory);
  compute_tables(mel);
  *self = mel;
  return TINYXS_OK;
}

uint32_t tinyxs_log_mel_channels(const tinyxs_log_mel *self) { return self->plan.band.channels; }

void tinyxs_log_mel_reset(tinyxs_log_mel *self) {
  self->filled = self->skip = 0;
  memset(self->noise, 0, self->plan.band.channels * sizeof *self->noise);
}

/* log times multiplier / divisor stays below 2^32 with the ranges of the options. */
static void quantize(const tinyxs_log_mel_options *options, const int16_t *logs, int8_t *row) {
  for (uint32_t i = 0; i < options->channels; i++) {
    uint32_t scaled = ((uint32_t)logs[i] * options->multiplier + options->divisor / 2) / options->divisor;
    int32_t value = (int32_t)(scaled < 256 ? scaled : 256) + options->zero_point;
    row[i] = (int8_t)(value > INT8_MAX ? INT8_MAX : value);
  }
}

static void compute_row(tinyxs_log_mel *self, int8_t *row) {
  const tinyxs_log_mel_plan *plan = &self->plan;
  uint32_t channels = plan->band.channels;
  tinyxs_window(self->samples, self->window, plan->window, WINDOW_BITS, self->windowed);
  uint32_t shift = (uint32_t)tinyxs_fft_auto_scale(self->windowed, plan->window, self->windowed);
  tinyxs_rfft(self->cosines, plan->fft_length, self->windowed, plan->window, self->spectrum);
  tinyxs_energy(self->spectrum, plan->bin_start, plan->bin_end, self->energy);
  tinyxs_filter_bank_sum(&self->bank, self->energy, self->sums);
  tinyxs_square_root(self->sums, channels, shift, self->signal);
  if (self->options.noise_reduction)
    tinyxs_subtract_noise(&plan->subtraction, self->signal, channels, self->signal, self->noise);
  if (self->options.pcan) tinyxs_pcan(self->gains, plan->pcan_shift, self->signal, self->noise, channels, self->signal);
  tinyxs_log_scale(self->signal, channels, self->options.log_scale, plan->correction_bits, self->logs);
  quantize(&self->options, self->logs, row);
}

/* Keeps what the next window shares with this one. */
static void advance(tinyxs_log_mel *self) {
  uint32_t window = self->plan.window, hop = self->plan.hop;
  self->filled = hop < window ? window - hop : 0;
  self->skip = hop < window ? 0 : hop - window;
  memmove(self->samples, self->samples + (window - self->filled), self->filled * sizeof *self->samples);
}

size_t tinyxs_log_mel_feed(tinyxs_log_mel *self, const int16_t *samples, size_t count, int8_t *row, bool *ready) {
  size_t skipped = count < self->skip ? count : self->skip;
  self->skip -= (uint32_t)skipped;
  size_t room = self->plan.window - self->filled, left = count - skipped, taken = left < room ? left : room;
  if (taken > 0) memcpy(self->samples + self->filled, samples + skipped, taken * sizeof *samples);
  self->filled += (uint32_t)taken;
  *ready = self->filled == self->plan.window;
  if (*ready) {
    compute_row(self, row);
    advance(self);
  }
  return skipped + taken;
}
