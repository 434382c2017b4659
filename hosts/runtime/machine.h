/* SPDX-License-Identifier: Apache-2.0 */
/* An XS machine with what apps expect around it: modules, timers, promises, console, resources and native functions. */
#ifndef TINYXS_HOST_MACHINE_H
#define TINYXS_HOST_MACHINE_H

struct sxMachine;

/* Gives a new machine the globals of a tinyxs host. */
void tinyxs_host_furnish(struct sxMachine *the);
/* Imports the module at `path`, then runs jobs and timers until there are none. 0, or 1 after an error has been reported. */
int tinyxs_host_run(struct sxMachine *the, const char *path);

#endif
