/* An XS machine with what apps expect around it: modules, timers, promises, console, resources and native functions. */
#ifndef TINYXS_MACHINE_H
#define TINYXS_MACHINE_H

#include "timers.h"
#include <stddef.h>
#include <stdint.h>

struct sxMachine;

/* What belongs to one machine; XS keeps a pointer to it as the machine's context. All zero at first, but for `heap_bytes`. */
typedef struct {
  size_t heap_bytes; /* limit of slots and chunks together; an app that needs more ends with "out of memory" */
  size_t heap_used;  /* bytes of blocks of slots and chunks */
  size_t heap_peak;
  bool jobs_waiting;
  bool failed;
  tinyxs_timers timers;
} tinyxs_runtime;

tinyxs_runtime *tinyxs_get_runtime(const struct sxMachine *the);

/* Gives a new machine the globals of a tinyxs host. */
void tinyxs_machine_furnish(struct sxMachine *the);
/* Imports the module at `path`, then runs jobs and timers until there are none. 0, or 1 after an error has been reported. */
int tinyxs_machine_run(struct sxMachine *the, const char *path);

#endif
