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
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
  const int16_t *samples;
  size_t count;
  size_t bytes;
  uint32_t rate;
  double start; /* ms on the clock; negative: not yet */
} recording = {.start = -1};

bool tinyxs_host_open_recording(const char *path, uint32_t rate) {
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode) || status.st_size < 2) {
    fprintf(stderr, "tinyxs-simulator: no audio in %s\n", path);
    if (file >= 0) close(file);
    return false;
  }
  recording.bytes = (size_t)status.st_size;
  recording.count = recording.bytes / 2;
  recording.rate = rate;
  recording.samples = mmap(NULL, recording.bytes, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  if (recording.samples == MAP_FAILED) {
    recording.samples = NULL;
    perror(path);
    return false;
  }
  return true;
}

void tinyxs_host_close_recording(void) {
  if (recording.samples) munmap((void *)recording.samples, recording.bytes);
  recording.samples = NULL;
}

const char *tinyxs_host_microphone_problem(double rate) {
  static char message[200];
  if (!recording.samples)
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

bool tinyxs_host_microphone_poll(tinyxs_host_fifo *fifo) {
  if (recording.start < 0) return true;
  size_t position = get_position();
  if (fifo->open) tinyxs_host_fifo_write(fifo, recording.samples + fifo->position, (uint32_t)(position - fifo->position));
  fifo->position = position;
  return position < recording.count;
}
