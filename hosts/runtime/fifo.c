/* SPDX-License-Identifier: Apache-2.0 */
/* Samples move in at most two runs, each without a jump in the ring. */
#include "fifo.h"
#include <string.h>

/* The place of a count in the ring. */
static uint32_t place(const tinyxs_host_fifo *fifo, uint32_t count) {
  return count < fifo->capacity ? count : count - fifo->capacity;
}

static uint32_t advance(const tinyxs_host_fifo *fifo, uint32_t count, uint32_t by) {
  count += by;
  return count < 2 * fifo->capacity ? count : count - 2 * fifo->capacity;
}

void tinyxs_host_fifo_write(tinyxs_host_fifo *fifo, const int16_t *samples, uint32_t count) {
  uint32_t room = fifo->capacity - tinyxs_host_fifo_filled(fifo), at = place(fifo, fifo->written);
  if (count > room) {
    fifo->lost += count - room;
    count = room;
  }
  uint32_t first = fifo->capacity - at < count ? fifo->capacity - at : count;
  memcpy(fifo->samples + at, samples, first * sizeof *samples);
  memcpy(fifo->samples, samples + first, (count - first) * sizeof *samples);
  __atomic_signal_fence(__ATOMIC_RELEASE); /* the samples are there before the reader can see them */
  fifo->written = advance(fifo, fifo->written, count);
}

static uint8_t *put(uint8_t *frames, const int16_t *samples, uint32_t count, uint32_t channels, uint32_t bits) {
  if (bits == 16 && channels == 1) {
    memcpy(frames, samples, count * sizeof *samples);
    return frames + count * sizeof *samples;
  }
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t channel = 0; channel < channels; channel++) {
      if (bits == 16) *frames++ = (uint8_t)samples[i];
      *frames++ = (uint8_t)((uint16_t)samples[i] >> 8);
    }
  return frames;
}

void tinyxs_host_fifo_read(tinyxs_host_fifo *fifo, uint8_t *frames, uint32_t count, uint32_t channels, uint32_t bits) {
  uint32_t at = place(fifo, fifo->read);
  uint32_t first = fifo->capacity - at < count ? fifo->capacity - at : count;
  __atomic_signal_fence(__ATOMIC_ACQUIRE);
  frames = put(frames, fifo->samples + at, first, channels, bits);
  put(frames, fifo->samples, count - first, channels, bits);
  __atomic_signal_fence(__ATOMIC_RELEASE); /* the writer must not reuse what isn't read yet */
  fifo->read = advance(fifo, fifo->read, count);
}
