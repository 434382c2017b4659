/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions whose message isn't cut: XS's own keep 127 characters, too few for two file names. */
#ifndef TINYXS_HOST_THROW_H
#define TINYXS_HOST_THROW_H

struct sxMachine;

/* Throws `new <kind>(message)`, where kind is the name of a global constructor such as "SyntaxError". */
_Noreturn void tinyxs_host_throw(struct sxMachine *the, const char *kind, const char *message);

#endif
