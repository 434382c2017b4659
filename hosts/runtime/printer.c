/* SPDX-License-Identifier: Apache-2.0 */
/* Text without a structure: numbers, quoted strings, names, dates. */
#include "printer.h"

void tinyxs_host_put_bytes(tinyxs_host_printer *printer, const char *text, size_t length) {
  if (!printer->measuring) tinyxs_host_write(printer->stream, text, length);
  for (const char *end = text + length; text < end; text++) {
    if (((unsigned char)*text & 0xC0) != 0x80) printer->width++;
    if (*text == '\n') printer->lines++;
  }
}

void tinyxs_host_put(tinyxs_host_printer *printer, const char *text) { tinyxs_host_put_bytes(printer, text, strlen(text)); }

void tinyxs_host_put_format(tinyxs_host_printer *printer, const char *format, ...) {
  char text[101];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  tinyxs_host_put(printer, text);
}

void tinyxs_host_put_spaces(tinyxs_host_printer *printer, uint32_t count) {
  while (count--) tinyxs_host_put_bytes(printer, " ", 1);
}

void tinyxs_host_put_line(tinyxs_host_printer *printer) {
  tinyxs_host_put_bytes(printer, "\n", 1);
  tinyxs_host_put_spaces(printer, printer->indentation);
}

void tinyxs_host_put_lines(tinyxs_host_printer *printer, const char *text) {
  for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
    tinyxs_host_put_bytes(printer, text, (size_t)(end - text));
    tinyxs_host_put_line(printer);
  }
  tinyxs_host_put(printer, text);
}

void tinyxs_host_put_number(tinyxs_host_printer *printer, double value) {
  char text[40];
  if (value == 0 && signbit(value)) tinyxs_host_put(printer, "-");
  tinyxs_host_put(printer, fxNumberToString(printer->the->dtoa, value, text, sizeof text, 0, 0));
}

static void put_escaped(tinyxs_host_printer *printer, const char *text, char quote) {
  static const char plain[] = "\n\t\r\b\f\v\\", escaped[] = "ntrbfv\\";
  const char *from = text;
  for (; *text; text++) {
    const char *found = strchr(plain, *text);
    if (!found && *text != quote && (unsigned char)*text >= ' ') continue;
    tinyxs_host_put_bytes(printer, from, (size_t)(text - from));
    from = text + 1;
    if (found)
      tinyxs_host_put_format(printer, "\\%c", escaped[found - plain]);
    else if (*text == quote)
      tinyxs_host_put_format(printer, "\\%c", quote);
    else
      tinyxs_host_put_format(printer, "\\x%02X", (unsigned)*text);
  }
  tinyxs_host_put(printer, from);
}

void tinyxs_host_put_quoted(tinyxs_host_printer *printer, const char *text) {
  char quote = !strchr(text, '\'') ? '\'' : !strchr(text, '"') ? '"' : !strchr(text, '`') && !strstr(text, "${") ? '`' : '\'';
  tinyxs_host_put_bytes(printer, &quote, 1);
  put_escaped(printer, text, quote);
  tinyxs_host_put_bytes(printer, &quote, 1);
}

/* The text of a name, or of a symbol's description. */
static const char *get_text(const tinyxs_host_printer *printer, txID id) {
  const txSlot *key = fxGetKey(printer->the, id);
  if (!key) return "";
  if (key->kind == XS_KEY_KIND || key->kind == XS_KEY_X_KIND) return key->value.key.string;
  return mxIsStringPrimitive(key) ? key->value.string : "";
}

void tinyxs_host_put_symbol(tinyxs_host_printer *printer, txID id) {
  tinyxs_host_put(printer, "Symbol(");
  tinyxs_host_put(printer, get_text(printer, id));
  tinyxs_host_put(printer, ")");
}

static bool is_identifier(const char *text) {
  if (!*text || isdigit((unsigned char)*text)) return false;
  while (isalnum((unsigned char)*text) || *text == '_') text++;
  return !*text;
}

void tinyxs_host_put_key(tinyxs_host_printer *printer, txID id) {
  const char *text = get_text(printer, id);
  if (!fxIsKeyName(printer->the, id)) {
    tinyxs_host_put(printer, "[");
    tinyxs_host_put_symbol(printer, id);
    tinyxs_host_put(printer, "]");
  } else if (is_identifier(text))
    tinyxs_host_put(printer, text);
  else
    tinyxs_host_put_quoted(printer, text);
}

void tinyxs_host_put_date(tinyxs_host_printer *printer, double milliseconds) {
  if (!isfinite(milliseconds)) {
    tinyxs_host_put(printer, "Invalid Date");
    return;
  }
  /* "chrono-Compatible Low-Level Date Algorithms", H. Hinnant: days since 1970 to a date in years that begin with March. */
  int64_t ms = (int64_t)milliseconds, day = ms / 86400000 - (ms % 86400000 < 0), rest = ms - day * 86400000;
  int64_t shifted = day + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int of_era = (int)(shifted - era * 146097);
  int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100), month = (5 * of_year + 2) / 153;
  int year = (int)(year_of_era + era * 400) + (month >= 10), in_day = (int)rest;
  if (year < 0 || year > 9999)
    tinyxs_host_put_format(printer, "%c%06d", year < 0 ? '-' : '+', abs(year));
  else
    tinyxs_host_put_format(printer, "%04d", year);
  tinyxs_host_put_format(printer, "-%02d-%02dT%02d:%02d:%02d.%03dZ", month < 10 ? month + 3 : month - 9,
                         of_year - (153 * month + 2) / 5 + 1, in_day / 3600000, in_day / 60000 % 60, in_day / 1000 % 60,
                         in_day % 1000);
}

static void put_bigint(tinyxs_host_printer *printer, const txSlot *value) {
  txMachine *the = printer->the;
  mxPushSlot((txSlot *)(uintptr_t)value);
  fxToString(the, the->stack);
  tinyxs_host_put(printer, the->stack->value.string);
  tinyxs_host_put(printer, "n");
  mxPop();
}

void tinyxs_host_put_primitive(tinyxs_host_printer *printer, const txSlot *value) {
  switch (value->kind) {
  case XS_UNDEFINED_KIND: tinyxs_host_put(printer, "undefined"); break;
  case XS_NULL_KIND: tinyxs_host_put(printer, "null"); break;
  case XS_BOOLEAN_KIND: tinyxs_host_put(printer, value->value.boolean ? "true" : "false"); break;
  case XS_INTEGER_KIND: tinyxs_host_put_format(printer, "%ld", (long)value->value.integer); break;
  case XS_NUMBER_KIND: tinyxs_host_put_number(printer, value->value.number); break;
  case XS_STRING_KIND:
  case XS_STRING_X_KIND: tinyxs_host_put_quoted(printer, value->value.string); break;
  case XS_SYMBOL_KIND: tinyxs_host_put_symbol(printer, value->value.symbol); break;
  case XS_BIGINT_KIND:
  case XS_BIGINT_X_KIND: put_bigint(printer, value); break;
  default: tinyxs_host_put(printer, "<uninitialized>"); /* an export of a module that hasn't come so far */
  }
}
