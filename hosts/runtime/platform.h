/* SPDX-License-Identifier: Apache-2.0 */
/* How XS is configured for tinyxs hosts: the platform header which XS includes (XSPLATFORM). Desktop and bare metal share it.
 */
#ifndef TINYXS_HOST_PLATFORM_H
#define TINYXS_HOST_PLATFORM_H

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__linux__) || defined(__APPLE__)
#if defined(__linux__)
#undef mxLinux
#define mxLinux 1
#else
#undef mxMacOSX
#define mxMacOSX 1
#endif
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/time.h>
#include <unistd.h>
#define mxUseGCCAtomics   1
#define mxUsePOSIXThreads 1
#else
/* Bare metal: hosts/firmware. Cortex-M0+ faults on unaligned reads, and no board of ours needs them. */
#include <sys/time.h>
#define mxUseDefaultCStackLimit  0
#define mxUnalignedAccess        0
#define mxMisalignedSettersCrash 1
#define c_read16(P)              ((txU2)(((txU1 *)(P))[0] | (((txU1 *)(P))[1] << 8)))
#define c_read32(P)                                                                                                            \
  ((txU4)((txU4)((txU1 *)(P))[0] | ((txU4)((txU1 *)(P))[1] << 8) | ((txU4)((txU1 *)(P))[2] << 16) |                            \
          ((txU4)((txU1 *)(P))[3] << 24)))
#define c_realpath(path, buffer) ((char *)0)
#ifndef PATH_MAX
#define PATH_MAX 128
#endif
#define C_PATH_MAX      128
/* Tables of names go where slots and chunks go: they are part of what is made for flash. */
#define c_malloc_uint32 tinyxs_host_allocate
#define c_free_uint32   tinyxs_host_release
#define TINYXS_BARE     1
/* Where XS allocates outside of its heap, it doesn't always notice a failure: this one tells of it and ends. */
void *tinyxs_host_require(size_t bytes);
#define c_malloc        tinyxs_host_require
#endif

/* Memory of a machine's: from the heap, or while a board makes what goes into flash, from there. */
void *tinyxs_host_allocate(size_t bytes);
void tinyxs_host_release(void *block);

/* Date and the instruments read the host's clock; Math.random is seeded: a simulation repeats itself byte for byte. */
typedef struct timeval c_timeval;
#define c_timezone     timezone
#define c_gettimeofday tinyxs_host_gettimeofday
#define c_rand         tinyxs_host_rand
#define C_RAND_MAX     0x7FFFFFFF
int tinyxs_host_gettimeofday(struct timeval *time, void *zone);
int tinyxs_host_rand(void);

/* The real clock, for profiles. */
uint64_t tinyxs_host_microseconds(void);
#define modMicroseconds() tinyxs_host_microseconds()

/* XS's own notes would mix with the app's output; what matters is reported by hosts/runtime/abort.c. */
#define mxNoConsole 1

#define mxMachinePlatform                                                                                                      \
  void *waiterCondition;                                                                                                       \
  void *waiterData;                                                                                                            \
  void *waiterLink;

#ifndef TINYXS_BARE
#define mxUseDefaultBuildKeys   1
#define mxUseDefaultParseScript 1
#else
#define mxUseDefaultSharedChunks 1
#endif

#endif
