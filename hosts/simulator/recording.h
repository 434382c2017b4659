/* SPDX-License-Identifier: Apache-2.0 */
/* The recording that the simulated microphone hears. */
#ifndef TINYXS_HOST_RECORDING_H
#define TINYXS_HOST_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

/* `path`: raw PCM, mono, signed 16-bit little endian, at `rate` Hz. False after a message on stderr. */
bool tinyxs_host_open_recording(const char *path, uint32_t rate);
void tinyxs_host_close_recording(void);

#endif
