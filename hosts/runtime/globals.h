/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions and objects of a tinyxs host. */
#ifndef TINYXS_HOST_GLOBALS_H
#define TINYXS_HOST_GLOBALS_H

struct sxMachine;

/* Adds a function to the object on top of the stack. */
void tinyxs_host_add_function(struct sxMachine *the, const char *name, void (*function)(struct sxMachine *), int arguments);
/* Adds a global function. */
void tinyxs_host_install_function(struct sxMachine *the, const char *name, void (*function)(struct sxMachine *), int arguments);

/* native, Native */
void tinyxs_host_install_natives(struct sxMachine *the);
/* console, trace */
void tinyxs_host_install_console(struct sxMachine *the);
/* setTimeout, setInterval, clearTimeout, clearInterval, performance */
void tinyxs_host_install_timers(struct sxMachine *the);

#endif
