/* The global functions and objects of a tinyxs host. */
#ifndef TINYXS_GLOBALS_H
#define TINYXS_GLOBALS_H

struct sxMachine;

/* Adds a function to the object on top of the stack. */
void tinyxs_add_function(struct sxMachine *the, const char *name, void (*function)(struct sxMachine *), int arguments);
/* Adds a global function. */
void tinyxs_install_function(struct sxMachine *the, const char *name, void (*function)(struct sxMachine *), int arguments);

/* native, Native */
void tinyxs_install_natives(struct sxMachine *the);
/* console, trace */
void tinyxs_install_console(struct sxMachine *the);
/* setTimeout, setInterval, clearTimeout, clearInterval, performance */
void tinyxs_install_timers(struct sxMachine *the);

#endif
