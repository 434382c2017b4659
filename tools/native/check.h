/* SPDX-License-Identifier: Apache-2.0 */
/* `tinyxs-engine check MODEL`. */
#ifndef TINYXS_TOOLS_CHECK_H
#define TINYXS_TOOLS_CHECK_H

#include <stddef.h>
#include <stdint.h>

/*
 * Prints {"unsupported": [{"subgraph", "index", "operator", "reason"}...]}: every operator that the engine lacks or refuses.
 * Returns 0, or prints the error and returns 1 if the file is broken.
 */
int check_operators(const char *path, const uint8_t *data, size_t size);

#endif
