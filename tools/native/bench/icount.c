/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin for QEMU (TCG plugin API 1, QEMU 4.2 to 9) which counts the instructions that run. Arguments: out=FILE, and for each
 * place to watch, at=ADDRESS. Whenever one of them is about to run, a line goes to the file: the place's number, in the order
 * of the arguments, and the instructions so far, without that one. The parts of the API that it uses are declared here, so that
 * it needs none of QEMU's headers: https://qemu.readthedocs.io/en/v7.2.0/devel/tcg-plugins.html
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { NO_REGISTERS = 0, ADD_U64 = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*translate)(qemu_plugin_id_t id, struct qemu_plugin_tb *block));
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, void (*end)(qemu_plugin_id_t id, void *context), void *context);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *block, int operation, void *counter, uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *instruction, int operation, void *counter,
                                                uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            void (*execute)(unsigned int processor, void *context), int registers,
                                            void *context);

#define EXPORT __attribute__((visibility("default")))
EXPORT extern int qemu_plugin_version;
int qemu_plugin_version = 1;
EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int count, char **arguments);

enum { MOST_PLACES = 64 };

static uint64_t counter;
static uint64_t places[MOST_PLACES];
static uintptr_t place_count;
static FILE *out;

/* The number of the place at an address; place_count: none. */
static uintptr_t find_place(uint64_t address) {
  uintptr_t place = 0;
  while (place < place_count && places[place] != address) place++;
  return place;
}

static void note(unsigned int processor, void *context) {
  (void)processor;
  fprintf(out, "%" PRIuPTR " %" PRIu64 "\n", (uintptr_t)context, counter);
}

/* A block without a place of ours is counted as a whole, which is quicker; it always runs to its end but for faults. */
static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
  (void)id;
  size_t count = qemu_plugin_tb_n_insns(block), found = 0;
  for (size_t i = 0; i < count; i++)
    found += find_place(qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(block, i))) < place_count;
  if (!found) {
    qemu_plugin_register_vcpu_tb_exec_inline(block, ADD_U64, &counter, count);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    uintptr_t place = find_place(qemu_plugin_insn_vaddr(instruction));
    if (place < place_count) qemu_plugin_register_vcpu_insn_exec_cb(instruction, note, NO_REGISTERS, (void *)place);
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, ADD_U64, &counter, 1);
  }
}

static void end(qemu_plugin_id_t id, void *context) {
  (void)id, (void)context;
  fclose(out);
}

int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int count, char **arguments) {
  (void)info;
  for (int i = 0; i < count; i++) {
    if (strncmp(arguments[i], "out=", 4) == 0) {
      out = fopen(arguments[i] + 4, "w");
    } else if (strncmp(arguments[i], "at=", 3) == 0 && place_count < MOST_PLACES) {
      places[place_count++] = strtoull(arguments[i] + 3, NULL, 0);
    } else {
      return -1;
    }
  }
  if (!out) return -1;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
  qemu_plugin_register_atexit_cb(id, end, NULL);
  return 0;
}
