/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's command line, written by `tinyxs run`. */
#ifndef TINYXS_HOST_OPTIONS_H
#define TINYXS_HOST_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *main;      /* the app's first module, a path */
  const char *resources; /* folder; NULL: the app has none */
  const char *audio;     /* raw PCM, mono, signed 16-bit little endian; NULL: no recording */
  uint32_t audio_rate;   /* of that PCM, in Hz */
  size_t heap_bytes;
  uint32_t seed;
  double seconds; /* of simulated time after which the run ends; 0: no limit */
  bool realtime;
} tinyxs_host_options;

/* Reads the arguments; false after a message on stderr. */
bool tinyxs_host_parse_options(int count, char **arguments, tinyxs_host_options *options);

#endif
