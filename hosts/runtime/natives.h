/* The C functions that a program gives to TypeScript: tables that end with a name of NULL. */
#ifndef TINYXS_NATIVES_H
#define TINYXS_NATIVES_H

#include <stdint.h>

struct sxMachine;

typedef struct {
  const char *name;
  void (*function)(struct sxMachine *the);
  int32_t arguments;
} tinyxs_native;

typedef struct {
  const char *name;
  void (*function)(void *data);
} tinyxs_destructor;

extern const tinyxs_native tinyxs_natives[];
extern const tinyxs_destructor tinyxs_destructors[];

#endif
