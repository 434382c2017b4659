/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `tinyxs bench`: a program that runs the engine and nothing else, while an emulator counts instructions. Whoever counts notes
 * the count whenever tinyxs_bench_mark() is entered; the program tells on its console, in lines of words, what the marks were:
 *
 *   marks NAME COUNT      that many marks, after those of the lines before; between two of them is what NAME says
 *   memory ARENA STRUCTURES VARIABLES ACTIVATIONS WORKSPACE      bytes, of tinyxs_memory
 *   stack NAME BYTES      what the call of that name takes, itself and all that it calls
 *   stopped FRAME         a streaming model gives no outputs for that frame
 *   output INDEX HEX...   of one frame
 *   error MESSAGE         and nothing more
 */
#ifndef TINYXS_BENCH_H
#define TINYXS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- what is benched ---- */

typedef struct {
  const void *model;
  uint32_t model_bytes;
  uint32_t frames;
  uint32_t outputs;             /* of so many frames the outputs are told */
  const uint8_t *const *inputs; /* of each input all frames, one after the other */
} tinyxs_bench_work;

/* The programs; each returns the exit status. */
int tinyxs_bench_model(const tinyxs_bench_work *work);
int tinyxs_bench_log_mel(const tinyxs_bench_work *work);

/* ---- what they need of where they run ---- */

/* Tells text. */
void tinyxs_bench_write(const char *bytes, size_t count);
/* Memory for everything, aligned to 16 bytes. */
uint8_t *tinyxs_bench_memory(size_t *bytes);
/* The addresses between which the stack may grow, downwards; false: unknown. */
bool tinyxs_bench_stack(uint32_t **limit, uint32_t **top);

/* ---- what they share ---- */

void tinyxs_bench_mark(void);
/* Tells a line: a text, then numbers. */
void tinyxs_bench_line(const char *text, uint32_t count, const uint32_t *numbers);
void tinyxs_bench_hex(const uint8_t *bytes, size_t count);
int tinyxs_bench_error(const char *message);
/* Two marks with nothing in between: what every count has too much. */
void tinyxs_bench_calibrate(void);

/* Fills the unused stack, and tells how much of it was used since. */
void tinyxs_bench_stack_fill(void);
void tinyxs_bench_stack_tell(const char *line);

#endif
