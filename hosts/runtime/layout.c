/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of Node's lib/internal/util/inspect.js: reduceToSingleString and groupArrayElements. */
#include "layout.h"

#define LINE        80
#define ONE_LINE_OF 6  /* arrays of more entries are put in columns */
#define COLUMNS     12 /* at most */

void tinyxs_host_layout_begin(tinyxs_host_layout *layout) {
  layout->begin = layout->printer->width;
  layout->lines = layout->printer->lines;
}

/* Notes the width of the entry that has been measured. */
static void end_entry(tinyxs_host_layout *layout) {
  uint32_t width = layout->printer->width - layout->start;
  if (!layout->count || layout->mode != TINYXS_HOST_MEASURE) return;
  if (layout->more) {
    layout->more_width = width;
    return;
  }
  layout->total += width;
  if (width > layout->width) layout->width = width;
  if (layout->count <= TINYXS_HOST_COLUMNS_OF) layout->widths[layout->count - 1] = (uint8_t)(width < 255 ? width : 255);
}

static void measure(tinyxs_host_layout *layout) {
  tinyxs_host_printer *printer = layout->printer;
  uint32_t width = printer->width, lines = printer->lines;
  bool measuring = printer->measuring;
  printer->measuring = true;
  printer->indentation += 2;
  layout->mode = TINYXS_HOST_MEASURE;
  layout->put_entries(layout, layout->context);
  end_entry(layout);
  layout->broken = printer->lines != lines;
  printer->indentation -= 2;
  printer->measuring = measuring;
  printer->width = width;
  printer->lines = lines;
}

bool tinyxs_host_layout_has_entries(tinyxs_host_layout *layout) {
  if (!layout->mode) measure(layout);
  return layout->count;
}

/* Columns for the entries of an array; fewer than two: none. */
static uint32_t choose_columns(const tinyxs_host_layout *layout) {
  uint32_t indentation = layout->printer->indentation, outer = layout->width + 2;
  uint32_t total = layout->total + 2 * layout->grouped;
  if (layout->grouped > TINYXS_HOST_COLUMNS_OF || outer * 3 + indentation >= LINE) return 0;
  if (total <= 5 * outer && layout->width > 6) return 0;
  double biased = outer - 3 - sqrt(outer - (double)total / layout->count);
  if (biased < 1) biased = 1;
  uint32_t columns = (uint32_t)(sqrt(2.5 * biased * layout->grouped) / biased + 0.5), fitting = (LINE - indentation) / outer;
  if (columns > fitting) columns = fitting;
  return columns < COLUMNS ? columns : COLUMNS;
}

static uint32_t get_column_width(const tinyxs_host_layout *layout, uint32_t column) {
  uint32_t width = 0;
  for (uint32_t i = column; i < layout->grouped; i += layout->columns)
    if (layout->widths[i] > width) width = layout->widths[i];
  return width;
}

void tinyxs_host_layout_put(tinyxs_host_layout *layout) {
  tinyxs_host_printer *printer = layout->printer;
  uint32_t before = printer->width - layout->begin;
  bool broken_before = printer->lines != layout->lines;
  if (!layout->mode) measure(layout);
  if (!layout->count) return;
  layout->grouped = layout->count - layout->more;
  layout->columns = layout->list && layout->count > ONE_LINE_OF ? choose_columns(layout) : 0;
  if (layout->columns < 2) layout->columns = 0;
  bool fits = layout->total + layout->more_width + 2 * layout->count + printer->indentation + before + 10 <= LINE;
  layout->mode = fits && !layout->columns && !layout->broken && !broken_before ? TINYXS_HOST_ONE_LINE : TINYXS_HOST_LINES;
  layout->count = 0;
  printer->indentation += 2;
  layout->put_entries(layout, layout->context);
  printer->indentation -= 2;
  if (layout->mode == TINYXS_HOST_ONE_LINE)
    tinyxs_host_put(printer, " ");
  else
    tinyxs_host_put_line(printer);
}

/* The end of the line before, or the padding between columns. */
static void separate(tinyxs_host_layout *layout) {
  tinyxs_host_printer *printer = layout->printer;
  uint32_t index = layout->count;
  bool in_columns = layout->columns && index < layout->grouped;
  uint32_t column = in_columns ? index % layout->columns : 0;
  if (index) tinyxs_host_put(printer, ",");
  if (!column)
    tinyxs_host_put_line(printer);
  else {
    tinyxs_host_put(printer, " ");
    if (layout->pad_end) tinyxs_host_put_spaces(printer, get_column_width(layout, column - 1) - layout->widths[index - 1]);
  }
  if (in_columns && !layout->pad_end) tinyxs_host_put_spaces(printer, get_column_width(layout, column) - layout->widths[index]);
}

void tinyxs_host_layout_next(tinyxs_host_layout *layout) {
  if (layout->mode == TINYXS_HOST_MEASURE)
    end_entry(layout);
  else if (layout->mode == TINYXS_HOST_ONE_LINE)
    tinyxs_host_put(layout->printer, layout->count ? ", " : " ");
  else
    separate(layout);
  layout->start = layout->printer->width;
  layout->count++;
}

void tinyxs_host_layout_more(tinyxs_host_layout *layout, uint32_t count) {
  tinyxs_host_layout_next(layout);
  layout->more = true;
  tinyxs_host_put_format(layout->printer, count == 1 ? "... %lu more item" : "... %lu more items", (unsigned long)count);
}
