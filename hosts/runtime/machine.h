/* An XS machine with what apps expect around it: modules, timers, promises, console, resources and native functions. */
#ifndef TINYXS_MACHINE_H
#define TINYXS_MACHINE_H

#include "timers.h"
#include <stddef.h>
#include <stdint.h>

struct sxMachine;

/* `heap_bytes` limits slots and chunks together; an app that needs more ends with "out of memory". */
typedef struct {
  size_t heap_bytes;
  uint32_t seed; /* of Math.random */
} tinyxs_machine_options;

/* What belongs to one machine; XS keeps a pointer to it as the machine's context. */
typedef struct {
  size_t heap_bytes;
  size_t heap_used;
  bool jobs_waiting;
  bool failed;
  tinyxs_timers timers;
} tinyxs_runtime;

tinyxs_runtime *tinyxs_get_runtime(const struct sxMachine *the);

/* Starts an empty machine with the globals of a tinyxs host; NULL when there is no memory. */
struct sxMachine *tinyxs_machine_create(const tinyxs_machine_options *options, tinyxs_runtime *runtime);
/* Imports the module at `path`, then runs jobs and timers until there are none. 0, or 1 after an error has been reported. */
int tinyxs_machine_run(struct sxMachine *the, const char *path);
void tinyxs_machine_delete(struct sxMachine *the);

#endif
