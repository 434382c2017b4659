/* SPDX-License-Identifier: Apache-2.0 */
/* Where the lines of an object's text end: in one line if it is short, else an entry a line, numbers in columns; as in Node. */
#ifndef TINYXS_HOST_LAYOUT_H
#define TINYXS_HOST_LAYOUT_H

#include "printer.h"

#define TINYXS_HOST_COLUMNS_OF 100 /* of so many entries the widths are kept */

typedef struct tinyxs_host_layout tinyxs_host_layout;
struct tinyxs_host_layout {
  tinyxs_host_printer *printer;
  bool list; /* an array: its entries may stand in columns */
  /* Prints all entries, each after a call of tinyxs_host_layout_next. */
  void (*put_entries)(tinyxs_host_layout *layout, const void *context);
  const void *context;
  bool pad_end; /* columns are aligned on the left; set while entries are put */

  /* Its own. */
  enum { TINYXS_HOST_UNKNOWN, TINYXS_HOST_MEASURE, TINYXS_HOST_ONE_LINE, TINYXS_HOST_LINES } mode;
  uint32_t begin, start;        /* where the object, and the entry begins, in characters */
  uint32_t lines;               /* line ends before the object */
  uint32_t count, total, width; /* entries so far; characters of all; of the widest */
  uint32_t columns, grouped;    /* columns, or 0; how many entries stand in them */
  bool more, broken;            /* the last entry is a count; there are line ends in entries */
  uint32_t more_width;          /* of that count, which isn't among `total` */
  uint8_t widths[TINYXS_HOST_COLUMNS_OF];
};

/* Before anything of the object is put. */
void tinyxs_host_layout_begin(tinyxs_host_layout *layout);
/* Whether there will be something between the braces. */
bool tinyxs_host_layout_has_entries(tinyxs_host_layout *layout);
/* What stands between the braces. */
void tinyxs_host_layout_put(tinyxs_host_layout *layout);
/* Before each entry. */
void tinyxs_host_layout_next(tinyxs_host_layout *layout);
/* The last entry of an array: how many are not shown. */
void tinyxs_host_layout_more(tinyxs_host_layout *layout, uint32_t count);

#endif
