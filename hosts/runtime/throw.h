/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions whose message isn't cut: XS's own keep 127 characters, too few for two file names. */
#ifndef TINYXS_HOST_THROW_H
#define TINYXS_HOST_THROW_H

struct sxMachine;

/* Throws an error with that message; `kind` is XS_SYNTAX_ERROR and the like. */
_Noreturn void tinyxs_host_throw(struct sxMachine *the, int kind, const char *message);

#endif
