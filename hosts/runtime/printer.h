/* SPDX-License-Identifier: Apache-2.0 */
/* Where tinyxs_host_inspect writes to; it can also only measure. And what is written without looking into objects. */
#ifndef TINYXS_HOST_PRINTER_H
#define TINYXS_HOST_PRINTER_H

#include "host.h"
#include "xsAll.h"

/* How many circular references are told apart. */
#define TINYXS_HOST_CIRCULARS 8

typedef struct {
  txMachine *the;
  tinyxs_host_stream stream;
  bool measuring;        /* nothing is written */
  uint32_t width, lines; /* characters, and line ends among them, so far */
  uint32_t indentation;
  const txSlot *circular[TINYXS_HOST_CIRCULARS]; /* objects to which references lead back, in the order of their numbers */
  uint32_t circulars;
  bool plain_errors; /* only the causes of errors, not their other properties */
} tinyxs_host_printer;

/* Bytes of UTF-8. */
void tinyxs_host_put_bytes(tinyxs_host_printer *printer, const char *text, size_t length);
void tinyxs_host_put(tinyxs_host_printer *printer, const char *text);
/* Formats as printf, up to 100 characters. */
void tinyxs_host_put_format(tinyxs_host_printer *printer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tinyxs_host_put_spaces(tinyxs_host_printer *printer, uint32_t count);
/* A line end, and the spaces of the indentation. */
void tinyxs_host_put_line(tinyxs_host_printer *printer);
/* Text whose further lines are indented too. */
void tinyxs_host_put_lines(tinyxs_host_printer *printer, const char *text);
void tinyxs_host_put_number(tinyxs_host_printer *printer, double value);
/* In quotes, of a kind that isn't in it. */
void tinyxs_host_put_quoted(tinyxs_host_printer *printer, const char *text);
/* The name of a property: in quotes unless it is an identifier, symbols in brackets. */
void tinyxs_host_put_key(tinyxs_host_printer *printer, txID id);
/* Symbol(description) */
void tinyxs_host_put_symbol(tinyxs_host_printer *printer, txID id);
/* As ISO 8601. */
void tinyxs_host_put_date(tinyxs_host_printer *printer, double milliseconds);
/* Anything but an object. */
void tinyxs_host_put_primitive(tinyxs_host_printer *printer, const txSlot *value);

#endif
