/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the microphone of an emulated board hears: a stream that begins with a header and goes on with samples, asked for in
 * blocks of 20 ms by the clock's interrupt.
 */
#ifndef TINYXS_BOARD_AUDIO_H
#define TINYXS_BOARD_AUDIO_H

#include <stdint.h>

/* The stream's beginning, little endian, written by `tinyxs run`. */
typedef struct {
  uint32_t magic;        /* TINYXS_BOARD_AUDIO_MAGIC */
  uint32_t sample_rate;  /* Hz; 0: there is no recording */
  uint32_t sample_count; /* mono, signed 16-bit */
  uint32_t seed;         /* of Math.random */
  uint32_t milliseconds; /* after which the run ends; 0: no limit */
  uint32_t flags;
} tinyxs_board_audio_header;

#define TINYXS_BOARD_AUDIO_MAGIC 0x31535854u /* "TXS1" */
/* The recording goes on whether the app keeps up or not, as the world around a device does; else it waits for the app. */
#define TINYXS_BOARD_AUDIO_REALTIME 1u

/* Reads the header, which stays as it was at the start if nobody answers within 200 ms. */
const tinyxs_board_audio_header *tinyxs_board_audio_open(void);
/* Once a millisecond, from the clock's interrupt. */
void tinyxs_board_audio_tick(void);
/* How often, in milliseconds of all, the recording has waited for the app. */
uint32_t tinyxs_board_audio_waited(void);

#endif
