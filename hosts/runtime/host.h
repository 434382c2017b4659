/* What a host gives to the runtime: a clock, a console, modules and resources. The simulator and every board implement this. */
#ifndef TINYXS_HOST_H
#define TINYXS_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

typedef enum { TINYXS_OUTPUT, TINYXS_ERRORS } tinyxs_stream;

/* Writes what the app prints (output) or what went wrong (errors). */
void tinyxs_host_write(tinyxs_stream stream, const char *text, size_t length);
/* Ends the process or restarts the board. */
_Noreturn void tinyxs_host_exit(int status);

/* Whether there is a module of that path. */
bool tinyxs_host_has_module(const char *path);
/* A module's text, or a source map's, zero-terminated; NULL when there is none. Released by tinyxs_host_release_text. */
char *tinyxs_host_read_text(const char *path, size_t *length);
void tinyxs_host_release_text(char *text);

/* Read-only bytes which stay where they are until the process ends; NULL when there is no such resource. */
const void *tinyxs_host_find_resource(const char *name, size_t *length);

#endif
