/* SPDX-License-Identifier: Apache-2.0 */
/* The desktop simulator: runs an app in an XS machine with simulated time and sensors. Status 0, 1 after an error, 2 for usage.
 */
#include "clock.h"
#include "files.h"
#include "host.h"
#include "machine.h"
#include "options.h"
#include "random.h"
#include "recording.h"
#include "runtime.h"
#include "watchdog.h"
#include "xsAll.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

void tinyxs_host_write(tinyxs_host_stream stream, const char *text, size_t length) {
  FILE *file = stream == TINYXS_HOST_OUTPUT ? stdout : stderr;
  if (stream == TINYXS_HOST_ERRORS) fflush(stdout); /* keeps the order when both go to one place */
  fwrite(text, 1, length, file);
}

void *tinyxs_host_allocate(size_t bytes) { return malloc(bytes); }

void tinyxs_host_release(void *block) { free(block); }

_Noreturn void tinyxs_host_exit(int status) {
  fflush(stdout);
  exit(status);
}

/* Initial sizes; slots and chunks grow up to the heap's limit, the stack doesn't. */
static const txCreation creation = {
    .initialChunkSize = 64 * 1024,
    .incrementalChunkSize = 64 * 1024,
    .initialHeapCount = 8192,
    .incrementalHeapCount = 4096,
    .stackCount = 4096,
    .initialKeyCount = 2048,
    .incrementalKeyCount = 512,
    .nameModulo = 1993,
    .symbolModulo = 127,
    .parserBufferSize = 64 * 1024,
    .parserTableModulo = 1993,
    .staticSize = 0,
};

int main(int count, char **arguments) {
  tinyxs_host_options options;
  static tinyxs_host_runtime runtime;
  if (!tinyxs_host_parse_options(count, arguments, &options)) return 2;
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody else would end an app without an end when `tinyxs run` is killed */
#endif
  setenv("TZ", "UTC", 1); /* dates print the same everywhere */
  setvbuf(stdout, NULL, _IOLBF, 0);
  tinyxs_host_use_resources(options.resources);
  if (options.audio && !tinyxs_host_open_recording(options.audio, options.audio_rate)) return 2;
  tinyxs_host_start_clock(options.realtime, options.seconds);
  tinyxs_host_seed(options.seed);
  runtime.heap_bytes = options.heap_bytes;
  txMachine *the = fxCreateMachine((txCreation *)&creation, "tinyxs", &runtime, XS_NO_ID);
  if (!the) return fputs("error: no memory for an XS machine\n", stderr), 1;
  tinyxs_host_furnish(the);
  tinyxs_host_watchdog_start(the, options.seconds);
  int status = tinyxs_host_run(the, options.main);
  fxDeleteMachine(the);
  tinyxs_host_close_recording();
  tinyxs_host_release_resources();
  return status;
}
