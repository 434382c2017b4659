/* SPDX-License-Identifier: Apache-2.0 */
/* Starts the board, clones the app's machine from flash and runs the app. */
#include "app.h"
#include "audio.h"
#include "board.h"
#include "clock.h"
#include "console.h"
#include "host.h"
#include "machine.h"
#include "memory.h"
#include "random.h"
#include "report.h"
#include "rom.h"
#include "runtime.h"
#include "xsAll.h"

/* What the sample apps need at start, with the smallest sum; it grows in small steps, and garbage is collected before it does.
 */
static const txCreation creation = {
    .initialChunkSize = 8192,
    .incrementalChunkSize = 512,
    .initialHeapCount = 900,
    .incrementalHeapCount = 32,
    .stackCount = 384,
    .initialKeyCount = 32,
    .incrementalKeyCount = 16,
    .nameModulo = 127,
    .symbolModulo = 31,
    .parserBufferSize = 1024,
    .parserTableModulo = 127,
};

static tinyxs_host_runtime runtime;
static txMachine *machine;
static uint32_t boot; /* us */

static void report(void) {
  tinyxs_board_ram ram = tinyxs_board_memory_use();
  uint64_t busy = tinyxs_board_microseconds() - tinyxs_board_clock_slept();
  tinyxs_board_control("run {\"bootMicroseconds\":%lu,\"busyMicroseconds\":%lu,\"waitedMilliseconds\":%lu,\"xsHeap\":%lu,"
                       "\"xsSlots\":%lu,\"xsChunks\":%lu,\"xsStack\":%lu,\"heap\":%lu,"
                       "\"heapLimit\":%lu,\"stack\":%lu,\"stackLimit\":%lu,\"allocations\":%lu,\"slots\":%lu,\"chunks\":%lu}",
                       (unsigned long)boot, (unsigned long)busy, (unsigned long)tinyxs_board_audio_waited(),
                       (unsigned long)runtime.heap_peak, (unsigned long)machine->maximumHeapCount * sizeof(txSlot),
                       (unsigned long)machine->maximumChunksSize,
                       (unsigned long)(machine->stackTop - machine->stackBottom) * sizeof(txSlot), (unsigned long)ram.heap,
                       (unsigned long)ram.heap_limit, (unsigned long)ram.stack, (unsigned long)ram.stack_limit,
                       (unsigned long)ram.allocations, (unsigned long)ram.slots, (unsigned long)ram.chunks);
}

_Noreturn void tinyxs_host_exit(int status) {
  const char end[] = {0x04, (char)('0' + status)};
  if (machine) report();
  tinyxs_board_write(end, sizeof end);
  tinyxs_board_exit(status);
}

static int make_rom(void) {
  size_t count;
  if (!tinyxs_board_rom_make()) return 1;
  const void *bytes = tinyxs_board_rom_bytes(&count);
  tinyxs_board_control_bytes("rom", bytes, count);
  return 0;
}

static int run(void) {
  const tinyxs_board_audio_header *header = tinyxs_board_audio_open();
  tinyxs_board_clock_limit(header->milliseconds);
  tinyxs_host_seed(header->seed);
  runtime.heap_bytes = tinyxs_board_memory_use().heap_limit;
  uint64_t start = tinyxs_board_microseconds();
  txMachine *the = machine = fxCloneMachine((txCreation *)&creation, tinyxs_board_rom_machine(), "app", &runtime);
  boot = (uint32_t)(tinyxs_board_microseconds() - start);
  if (!the) return tinyxs_host_write_text(TINYXS_HOST_ERRORS, "error: no memory for an XS machine\n"), 1;
  int status = tinyxs_host_run(the, tinyxs_board_modules->name);
  if (!tinyxs_board_stack_intact()) {
    tinyxs_host_write_text(TINYXS_HOST_ERRORS,
                           "error: the stack has grown into the heap: functions call each other too deeply\n");
    status = 1;
  }
  if (!tinyxs_board_rom_intact()) {
    tinyxs_host_write_text(TINYXS_HOST_ERRORS, "error: objects in flash have changed: please report this with the app\n");
    status = 1;
  }
  return status;
}

_Noreturn void tinyxs_board_fault(const char *what, uint32_t where, uint32_t caller, uint32_t cause) {
  tinyxs_host_print(TINYXS_HOST_ERRORS, "error: %s at 0x%08lx, called from 0x%08lx (cause 0x%08lx)%s\n", what,
                    (unsigned long)where, (unsigned long)caller, (unsigned long)cause,
                    tinyxs_board_stack_intact() ? ""
                                                : ": the stack has grown into the heap: functions call each other too deeply");
  tinyxs_host_exit(1);
}

int main(void) {
  tinyxs_board_memory_start();
  tinyxs_board_start();
  tinyxs_host_exit(tinyxs_board_rom_machine() ? run() : make_rom());
}
