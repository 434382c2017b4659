/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A microphone that hears a recording, which starts with the first start() and goes on with the clock like the world around a
 * device: what plays while nobody listens is gone.
 */
#include "recording.h"
#include "host.h"
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 2048 /* samples read at once */

static struct {
  int file; /* -1: none */
  size_t count;
  uint32_t rate;
  double start; /* ms on the clock; negative: not yet */
} recording = {.file = -1, .start = -1};

bool tinyxs_host_open_recording(const char *path, uint32_t rate) {
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe that nobody writes to would block */
  if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode) || status.st_size < 2) {
    fprintf(stderr, "tinyxs-simulator: no audio in %s\n", path);
    if (file >= 0) close(file);
    return false;
  }
  recording.file = file;
  recording.count = (size_t)status.st_size / 2;
  recording.rate = rate;
  return true;
}

void tinyxs_host_close_recording(void) {
  if (recording.file >= 0) close(recording.file);
  recording.file = -1;
}

const char *tinyxs_host_microphone_problem(double rate) {
  static char message[200];
  if (recording.file < 0)
    return "AudioIn: there is no recording to hear: give --audio FILE, or put a WAV file into the app's recordings/";
  if (rate == recording.rate) return NULL;
  snprintf(message, sizeof message,
           "AudioIn: sampleRate is %g, but the recording has %u Hz: set \"defines\": {\"audioIn\": {\"sampleRate\": %g}} in "
           "manifest.json",
           rate, recording.rate, rate);
  return message;
}

/* Where the recording is now. */
static size_t get_position(void) {
  double elapsed = floor((tinyxs_host_now() - recording.start) * recording.rate / 1000 + 1e-6);
  return elapsed < (double)recording.count ? (size_t)elapsed : recording.count;
}

void tinyxs_host_microphone_start(tinyxs_host_fifo *fifo) {
  if (recording.start < 0) recording.start = tinyxs_host_now();
  fifo->position = get_position();
  fifo->open = true;
}

/* What was cut off from the file since it was opened is silence. */
static void hear(tinyxs_host_fifo *fifo, size_t from, size_t to) {
  int16_t block[BLOCK];
  while (from < to) {
    size_t count = to - from < BLOCK ? to - from : BLOCK;
    ssize_t got = pread(recording.file, block, count * sizeof *block, (off_t)(from * sizeof *block));
    size_t bytes = got < 0 ? 0 : (size_t)got;
    memset((char *)block + bytes, 0, count * sizeof *block - bytes);
    tinyxs_host_fifo_write(fifo, block, (uint32_t)count);
    from += count;
  }
}

bool tinyxs_host_microphone_poll(tinyxs_host_fifo *fifo) {
  if (recording.start < 0) return true;
  size_t position = get_position();
  if (fifo->open) hear(fifo, fifo->position, position);
  fifo->position = position;
  return position < recording.count;
}
