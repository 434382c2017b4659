/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator has every native function there is. */
#include "natives.h"
#include <stddef.h>

#define NATIVE(name, arguments) void name(struct sxMachine *the);
#define DESTRUCTOR(name)        void name(void *data);
#include "natives.def"
#undef NATIVE
#undef DESTRUCTOR

const tinyxs_host_native tinyxs_host_natives[] = {
#define NATIVE(name, arguments) {#name, name, arguments},
#define DESTRUCTOR(name)
#include "natives.def"
#undef NATIVE
#undef DESTRUCTOR
    {NULL, NULL, 0}};

const tinyxs_host_destructor tinyxs_host_destructors[] = {
#define NATIVE(name, arguments)
#define DESTRUCTOR(name) {#name, name},
#include "natives.def"
    {NULL, NULL}};
