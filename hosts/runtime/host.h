/* SPDX-License-Identifier: Apache-2.0 */
/* What a host gives to the runtime: a clock, a console, modules, resources, a microphone. The simulator and every board
 * implement this. */
#ifndef TINYXS_HOST_H
#define TINYXS_HOST_H

#include "fifo.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sxMachine;

/* The clock that timers, Date and performance.now() see: milliseconds since start, never running backwards. */
double tinyxs_host_now(void);
/* Milliseconds from 1970-01-01T00:00:00Z to the start of that clock. */
double tinyxs_host_epoch(void);
/* Returns when the clock has reached `until`, or earlier if the host has been interrupted. */
void tinyxs_host_wait(double until);
/* True when the run should end before all its work is done, such as after Ctrl-C. */
bool tinyxs_host_interrupted(void);
/* A real clock in microseconds for profiles. */
uint64_t tinyxs_host_microseconds(void);

typedef enum { TINYXS_HOST_OUTPUT, TINYXS_HOST_ERRORS } tinyxs_host_stream;

/* Writes what the app prints (output) or what went wrong (errors). */
void tinyxs_host_write(tinyxs_host_stream stream, const char *text, size_t length);
/* Ends the process or restarts the board. */
_Noreturn void tinyxs_host_exit(int status);

/* Memory for the machine, aligned for any type; NULL when there is none. */
void *tinyxs_host_allocate(size_t bytes);
void tinyxs_host_release(void *block);

/* Whether there is a module of that path. */
bool tinyxs_host_has_module(const char *path);
/* Such a module's bytecode, a txScript which XS may release with fxDeleteScript(); throws a SyntaxError when there is none. */
void *tinyxs_host_load_script(struct sxMachine *the, const char *path);

/* Read-only bytes which stay where they are until the process ends; NULL when there is no such resource. */
const void *tinyxs_host_find_resource(const char *name, size_t *length);

/* What keeps the microphone from giving mono samples at that rate, in Hz; NULL: nothing. The text stays until the next call. */
const char *tinyxs_host_microphone_problem(double rate);
/* From now on what the microphone hears goes into the FIFO, while fifo->open; what has no room is counted in fifo->lost. */
void tinyxs_host_microphone_start(tinyxs_host_fifo *fifo);
/* Brings the FIFO up to the clock's time; false when nothing more will come. */
bool tinyxs_host_microphone_poll(tinyxs_host_fifo *fifo);

#endif
