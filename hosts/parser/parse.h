/* SPDX-License-Identifier: Apache-2.0 */
/* Module files to XS bytecode, for desktop programs. */
#ifndef TINYXS_HOST_PARSE_H
#define TINYXS_HOST_PARSE_H

#include "xsAll.h"

/*
 * The bytecode of the module at `path`; NULL after an error, and `error` has a line with file and line, until the next call.
 * With `debug` the code has positions: those of the TypeScript source if a source map stands beside the module.
 */
txScript *tinyxs_host_parse_module(txMachine *the, const char *path, bool debug, const char **error);

#endif
