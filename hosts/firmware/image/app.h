/* SPDX-License-Identifier: Apache-2.0 */
/* What `tinyxs build` puts into an image, besides the native functions of hosts/runtime/natives.h. */
#ifndef TINYXS_BOARD_APP_H
#define TINYXS_BOARD_APP_H

#include <stdint.h>

/* Bytecode of a module, or the bytes of a resource. Tables end with a name of NULL. */
typedef struct {
  const char *name;
  const void *data;
  uint32_t bytes;
} tinyxs_board_file;

extern const tinyxs_board_file tinyxs_board_modules[]; /* the app's first module comes first */
extern const tinyxs_board_file tinyxs_board_resources[];

/* Property names of the app's, which get the key numbers from `tinyxs_board_first_key` on: its bytecode relies on them. */
extern const uint32_t tinyxs_board_first_key;
extern const char *const tinyxs_board_names[];

#endif
