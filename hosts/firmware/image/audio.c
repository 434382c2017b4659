/* SPDX-License-Identifier: Apache-2.0 */
/* Between requests to the board and the FIFO of embedded:io/audio/in. Interrupts ask for blocks and put them into the FIFO. */
#include "audio.h"
#include "board.h"
#include "host.h"
#include <stdio.h>

#define PERIOD_MS   20
#define BLOCK_LIMIT (48000 * PERIOD_MS / 1000)

static tinyxs_board_audio_header header;
static int16_t block[BLOCK_LIMIT];
static tinyxs_host_fifo *volatile listener;
static volatile bool pending; /* a request has not been answered */
static volatile bool ended;
static bool opened, started;
static uint32_t remaining;  /* samples of the recording */
static uint32_t until_next; /* ms */
static volatile uint32_t waited;

static uint32_t block_samples(void) { return (header.sample_rate * PERIOD_MS + 999) / 1000; }

void tinyxs_board_received(uint32_t bytes) {
  pending = false;
  if (!opened) return;
  uint32_t samples = bytes / sizeof *block;
  if (listener && listener->open) tinyxs_host_fifo_write(listener, block, samples);
  remaining = samples && samples < remaining ? remaining - samples : 0;
  if (!remaining) ended = true;
}

const tinyxs_board_audio_header *tinyxs_board_audio_open(void) {
  uint64_t start = tinyxs_board_microseconds();
  pending = true;
  tinyxs_board_request(&header, sizeof header);
  while (pending && tinyxs_board_microseconds() - start < 200000) tinyxs_board_sleep();
  bool good = !pending && header.magic == TINYXS_BOARD_AUDIO_MAGIC && header.sample_rate <= 48000;
  if (!good) header = (tinyxs_board_audio_header){.seed = 1};
  remaining = header.sample_count;
  ended = !remaining;
  opened = true;
  return &header;
}

static bool has_room(const tinyxs_host_fifo *fifo) { return fifo->capacity - tinyxs_host_fifo_filled(fifo) >= block_samples(); }

void tinyxs_board_audio_tick(void) {
  if (!started || ended) return;
  if (until_next > 1) {
    until_next--;
    return;
  }
  bool late = pending || (!(header.flags & TINYXS_BOARD_AUDIO_REALTIME) && listener && listener->open && !has_room(listener));
  if (late) {
    waited++;
    return;
  }
  until_next = PERIOD_MS;
  pending = true;
  uint32_t samples = block_samples();
  tinyxs_board_request(block, (samples < remaining ? samples : remaining) * (uint32_t)sizeof *block);
}

uint32_t tinyxs_board_audio_waited(void) { return waited; }

const char *tinyxs_host_microphone_problem(double rate) {
  static char message[120];
  if (!header.sample_rate)
    return "AudioIn: there is no recording to hear: give --audio FILE, or put a WAV file into the app's recordings/";
  if (listener) return "AudioIn: the board has one microphone, which is in use: close the other AudioIn first";
  if (rate == header.sample_rate) return NULL;
  snprintf(message, sizeof message, "AudioIn: sampleRate is %u, but the recording has %lu Hz", (unsigned)rate,
           (unsigned long)header.sample_rate);
  return message;
}

void tinyxs_host_microphone_start(tinyxs_host_fifo *fifo) {
  fifo->open = true;
  listener = fifo;
  if (!started) until_next = PERIOD_MS;
  started = true;
}

bool tinyxs_host_microphone_poll(tinyxs_host_fifo *fifo) {
  if (!fifo->open) listener = NULL;
  return !ended;
}
