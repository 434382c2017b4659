/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While the ROM machine is made, all memory comes from the section .rom, at the addresses where it will lie in flash. The
 * emulator lets the image write there; `tinyxs build` puts the result in its place.
 */
#include "rom.h"
#include "app.h"
#include "host.h"
#include "machine.h"
#include "report.h"
#include "runtime.h"
#include "throw.h"
#include "xsAll.h"

#define CAPACITY    (96 * 1024)
#define SETUP_BYTES (1024 * 1024)
#define MAGIC       0x314D5854u /* "TXM1" */

typedef struct {
  uint32_t magic;
  uint32_t used; /* bytes, this header included */
  uint32_t sum;  /* of what follows the header */
  txMachine machine;
} header;

/* Volatile, so that the compiler doesn't take the zeros here for what will be there. */
__attribute__((section(".rom"), aligned(16))) static const volatile uint8_t section[CAPACITY] = {0};

static size_t taken; /* bytes; 0: no ROM machine is being made */

static uint8_t *start(void) { return (uint8_t *)(uintptr_t)section; }

static header *get_header(void) { return (header *)start(); }

static bool contains(const void *block) {
  return (const uint8_t *)block >= start() && (const uint8_t *)block < start() + CAPACITY;
}

static void *take(size_t bytes) {
  size_t offset = (taken + 7) & ~(size_t)7;
  if (bytes > CAPACITY - offset) return NULL;
  taken = offset + bytes;
  return memset(start() + offset, 0, bytes);
}

void *tinyxs_host_allocate(size_t bytes) { return taken ? take(bytes) : malloc(bytes); }

void tinyxs_host_release(void *block) {
  if (!contains(block)) free(block);
}

/* What a device without threads and parser can't use isn't in its flash; it is in the section that makes the ROM machine. */
extern const char tinyxs_board_setup_entry[];
static void missing(txMachine *the) {
  tinyxs_host_throw(the, XS_UNKNOWN_ERROR,
                    "this isn't in the firmware: Atomics, SharedArrayBuffer, Compartment and ModuleSource");
}

static txCallback keep(txCallback call) {
  uintptr_t address = (uintptr_t)call, start = (uintptr_t)tinyxs_board_setup_entry;
  return address >= start && address < start + SETUP_BYTES ? missing : call;
}

/* A built-in method costs one slot and this in flash, instead of a function object of six slots. */
txSlot *__wrap_fxNextHostFunctionProperty(txMachine *the, txSlot *property, txCallback call, txInteger length, txID id,
                                          txFlag flag);
txSlot *__wrap_fxNextHostFunctionProperty(txMachine *the, txSlot *property, txCallback call, txInteger length, txID id,
                                          txFlag flag) {
  txHostFunctionBuilder *builder = take(sizeof *builder);
  if (!builder) fxAbort(the, XS_NOT_ENOUGH_MEMORY_EXIT);
  *builder = (txHostFunctionBuilder){keep(call), length, id};
  property = property->next = fxNewSlot(the);
  property->flag = flag;
  property->ID = id;
  property->kind = XS_HOST_FUNCTION_KIND;
  property->value.hostFunction.builder = builder;
  property->value.hostFunction.profileID = the->profileID++;
  return property;
}

/* As XS's own, but the names stay where they are in flash. */
void fxBuildKeys(txMachine *the) {
  for (int i = 0; i < XS_ID_COUNT; i++) {
    if (i >= XS_SYMBOL_ID_COUNT) {
      fxNewNameX(the, (txString)gxIDStrings[i]);
      continue;
    }
    txSlot *description = fxNewSlot(the);
    description->kind = XS_STRING_X_KIND;
    description->value.string = (txString)gxIDStrings[i];
    the->keyArray[the->keyIndex++] = description;
  }
}

static bool add_names(txMachine *the) {
  uint32_t key = tinyxs_board_first_key;
  if ((uint32_t)the->keyIndex != key) {
    tinyxs_host_print(TINYXS_HOST_ERRORS, "error: the app's names start at key %lu, XS's end at %lu: delete the build folder\n",
                      (unsigned long)key, (unsigned long)the->keyIndex);
    return false;
  }
  for (const char *const *name = tinyxs_board_names; *name; name++, key++)
    if (fxNewNameX(the, (txString)*name) != (txID)key) return false;
  return true;
}

/* The global object finds its properties by a table: an ordinary object is what a clone can use. */
static void simplify_global(txMachine *the) {
  txSlot *global = mxGlobal.value.reference;
  if (!global->next || global->next->kind != XS_GLOBAL_KIND) return;
  global->next = global->next->next;
  global->flag &= (txFlag)~XS_EXOTIC_FLAG;
}

static void strip_callbacks(txMachine *the) {
  for (txSlot *heap = the->firstHeap; heap; heap = heap->next)
    for (txSlot *slot = heap + 1; slot < heap->value.reference; slot++)
      if (slot->kind == XS_CALLBACK_KIND || slot->kind == XS_CALLBACK_X_KIND)
        slot->value.callback.address = keep(slot->value.callback.address);
}

static uint32_t sum(void) {
  uint32_t sum = 0;
  for (const uint8_t *at = (uint8_t *)(get_header() + 1), *end = start() + get_header()->used; at < end; at++)
    sum = sum * 31 + *at;
  return sum;
}

__attribute__((section(".setup"))) static bool make(void) {
  /* Sizes of a machine that never grows: what isn't used is dropped with the end of the section. */
  static const txCreation creation = {
      .initialChunkSize = 3072,
      .incrementalChunkSize = 256,
      .initialHeapCount = 2048,
      .incrementalHeapCount = 16,
      .stackCount = 192,
      .initialKeyCount = 768,
      .incrementalKeyCount = 16,
      .nameModulo = 127,
      .symbolModulo = 31,
      .parserBufferSize = 1024,
      .parserTableModulo = 127,
  };
  static tinyxs_host_runtime runtime = {.heap_bytes = CAPACITY};
  taken = sizeof(header);
  txMachine *the = fxCreateMachine((txCreation *)&creation, "rom", &runtime, XS_NO_ID);
  if (!the || !add_names(the)) return false;
  tinyxs_host_furnish(the);
  simplify_global(the);
  fxCollectGarbage(the); /* while it shares, XS holds on to slots that a collection for want of one would take away */
  fxShareMachine(the);
  strip_callbacks(the);
  header *rom = get_header();
  rom->machine = *the;
  rom->used = (uint32_t)taken;
  rom->sum = sum();
  rom->magic = MAGIC;
  taken = 0;
  return true;
}

/* Found by its place, as the code that calls it stays when this is taken away. */
__attribute__((section(".setup.entry"), used)) static bool (*const entry)(void) = make;

bool tinyxs_board_rom_make(void) { return (*(bool (*const *)(void))(const void *)tinyxs_board_setup_entry)(); }

txMachine *tinyxs_board_rom_machine(void) {
  const volatile header *rom = (const volatile header *)section;
  return rom->magic == MAGIC ? &get_header()->machine : NULL;
}

const void *tinyxs_board_rom_bytes(size_t *count) {
  *count = get_header()->used;
  return start();
}

bool tinyxs_board_rom_intact(void) { return get_header()->sum == sum(); }
