/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and naming operators. */
#include "engine/plan.h"

static bool has_name(const tinyxs_file *file, tinyxs_vector text, const char *name) {
  return strlen(name) == text.count && memcmp(file->data + text.at, name, text.count) == 0;
}

uint32_t tinyxs_engine_find_operator(const tinyxs_file *file, uint32_t code_table) {
  int32_t code = tinyxs_engine_builtin_code(file, code_table);
  tinyxs_vector custom = tinyxs_list_of(file, code_table, CODE_CUSTOM);
  uint32_t place = 0;
  for (const tinyxs_operator *o; (o = tinyxs_operators[place]); place++) {
    if (o->code == code && (code != BUILTIN_CUSTOM || has_name(file, custom, o->name))) break;
  }
  return place;
}

void tinyxs_engine_describe_operator(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table, char *name,
                                     size_t bytes) {
  uint32_t code_table = tinyxs_table_at(file, outline->codes, tinyxs_field_u32(file, table, OPERATOR_CODE, 0));
  const tinyxs_operator *o = tinyxs_operators[tinyxs_engine_find_operator(file, code_table)];
  int32_t code = tinyxs_engine_builtin_code(file, code_table);
  tinyxs_vector custom = tinyxs_list_of(file, code_table, CODE_CUSTOM);
  tinyxs_error text;
  if (o) {
    tinyxs_fail(&text, TINYXS_OK, "%s", o->name);
  } else if (code == BUILTIN_CUSTOM) {
    tinyxs_fail(&text, TINYXS_OK, "custom %.*s", custom.count, (const char *)file->data + custom.at);
  } else {
    tinyxs_fail(&text, TINYXS_OK, "builtin operator %d", code);
  }
  strncpy(name, text.message, bytes - 1);
  name[bytes - 1] = 0;
}
