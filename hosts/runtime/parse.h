/* Module text to XS bytecode, for hosts that have a parser. */
#ifndef TINYXS_PARSE_H
#define TINYXS_PARSE_H

#include "xsAll.h"

/*
 * The module's bytecode; NULL if it can't be read. Lines are those of the TypeScript source if a source map stands beside the
 * module. After a syntax error, the runtime's `syntax_error` holds it.
 */
txScript *tinyxs_parse_module(txMachine *the, const char *path);

#endif
