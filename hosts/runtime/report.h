/* SPDX-License-Identifier: Apache-2.0 */
/* How errors reach the person at the console. */
#ifndef TINYXS_HOST_REPORT_H
#define TINYXS_HOST_REPORT_H

#include "host.h"

struct sxMachine;
struct sxSlot;

void tinyxs_host_write_text(tinyxs_host_stream stream, const char *text);
/* Formats as printf, up to 500 characters. */
void tinyxs_host_print(tinyxs_host_stream stream, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* That the app computes without an end, and where. */
void tinyxs_host_report_hang(struct sxMachine *the);
/* "error: ", the context and the description, on the error stream; the machine counts as failed from now on. */
void tinyxs_host_report_exception(struct sxMachine *the, struct sxSlot *exception, const char *context);

#endif
