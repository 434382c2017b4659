/* SPDX-License-Identifier: Apache-2.0 */
/* How the native programs speak to the `tinyxs` command: JSON, one object per line; errors go to standard error. */
#ifndef TINYXS_TOOLS_REPORT_H
#define TINYXS_TOOLS_REPORT_H

#include <stdio.h>

#include "tinyxs.h"

enum { REFUSED = 1, USAGE = 2 };

/* Writes a JSON string, quotes included; control characters are escaped, UTF-8 is left as it is. */
void print_string(FILE *out, const char *text);
/* Prints {"file", "message"} and returns REFUSED. */
int refuse(const char *file, const char *message);
/* The same with the engine's error: {"file", "code", "subgraph", "operator", "tensor", "name", "message"}. */
int refuse_model(const char *file, const tinyxs_error *error);
/* Prints {"file": "", "message"} and returns USAGE. */
int wrong_usage(const char *message);

#endif
