/* SPDX-License-Identifier: Apache-2.0 */
/* The C functions that a program gives to TypeScript: tables that end with a name of NULL. */
#ifndef TINYXS_HOST_NATIVES_H
#define TINYXS_HOST_NATIVES_H

#include <stdint.h>

struct sxMachine;

typedef struct {
  const char *name;
  void (*function)(struct sxMachine *the);
  int32_t arguments;
} tinyxs_host_native;

typedef struct {
  const char *name;
  void (*function)(void *data);
} tinyxs_host_destructor;

extern const tinyxs_host_native tinyxs_host_natives[];
extern const tinyxs_host_destructor tinyxs_host_destructors[];

#endif
