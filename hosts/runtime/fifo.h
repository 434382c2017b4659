/* SPDX-License-Identifier: Apache-2.0 */
/* A FIFO of samples between one writer, which may be an interrupt handler, and one reader on the same core. */
#ifndef TINYXS_HOST_FIFO_H
#define TINYXS_HOST_FIFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  int16_t *samples;          /* [capacity] */
  uint32_t capacity;         /* at most 2^30 */
  volatile uint32_t written; /* below 2 * capacity, so that a full FIFO differs from an empty one; the writer's */
  volatile uint32_t read;    /* likewise, the reader's */
  volatile uint32_t lost;    /* samples that had no room; the writer's */
  volatile bool open;        /* the reader wants samples */
  size_t position;           /* of the host's, in what the microphone hears */
} tinyxs_host_fifo;

/* How many samples there are to read. */
static inline uint32_t tinyxs_host_fifo_filled(const tinyxs_host_fifo *fifo) {
  uint32_t written = fifo->written, read = fifo->read;
  return written >= read ? written - read : written + 2 * fifo->capacity - read;
}

/* Adds samples, or counts as lost what has no room. */
void tinyxs_host_fifo_write(tinyxs_host_fifo *fifo, const int16_t *samples, uint32_t count);
/* Takes `count` samples, all of which must be there, in frames of `channels` equal samples of `bits` (8: the upper half, or
 * 16). */
void tinyxs_host_fifo_read(tinyxs_host_fifo *fifo, uint8_t *frames, uint32_t count, uint32_t channels, uint32_t bits);

#endif
