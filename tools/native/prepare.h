/* SPDX-License-Identifier: Apache-2.0 */
/* `tinyxs-engine prepare MODEL --output FILE`. */
#ifndef TINYXS_TOOLS_PREPARE_H
#define TINYXS_TOOLS_PREPARE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Makes a model file with a metadata buffer that holds what loading would otherwise find out (native/engine/prepared.h): the
 * file itself, behind a new root table. A prepared file is prepared anew. Returns 0 and the file in *made, which is malloc's;
 * or prints the error and returns 1.
 */
int prepare_model(const char *path, const uint8_t *data, size_t size, uint8_t **made, size_t *made_bytes);

#endif
