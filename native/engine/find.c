/* Finding and naming operators. */
#include "engine/plan.h"

/* The custom code of an operator table, not zero-terminated; empty for builtin ones. */
static tinyxs_vector custom_code(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table) {
  uint32_t code = tinyxs_table_at(file, outline->codes, tinyxs_field_u32(file, table, OPERATOR_CODE, 0));
  return tinyxs_vector_of(file, code, CODE_CUSTOM, 1);
}

static bool has_name(const tinyxs_file *file, tinyxs_vector text, const char *name) {
  return strlen(name) == text.count && memcmp(file->data + text.at, name, text.count) == 0;
}

const tinyxs_operator *tinyxs_find_operator(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table) {
  int32_t code = tinyxs_builtin_code(file, outline, table);
  tinyxs_vector custom = custom_code(file, outline, table);
  for (const tinyxs_operator *const *o = tinyxs_operators; *o; o++) {
    if ((*o)->code == code && (code != BUILTIN_CUSTOM || has_name(file, custom, (*o)->name))) return *o;
  }
  return NULL;
}

void tinyxs_describe_operator(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table, char *name,
                              size_t bytes) {
  const tinyxs_operator *o = tinyxs_find_operator(file, outline, table);
  int32_t code = tinyxs_builtin_code(file, outline, table);
  tinyxs_vector custom = custom_code(file, outline, table);
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
