/* SPDX-License-Identifier: Apache-2.0 */
/* Modules and resources, which lie in flash. */
#include "app.h"
#include "host.h"
#include "throw.h"
#include "xsAll.h"

static const tinyxs_board_file *find(const tinyxs_board_file *files, const char *name) {
  while (files->name && strcmp(files->name, name)) files++;
  return files->name ? files : NULL;
}

bool tinyxs_host_has_module(const char *path) { return find(tinyxs_board_modules, path) != NULL; }

void *tinyxs_host_load_script(txMachine *the, const char *path) {
  static txScript script; /* XS runs it before it asks for the next, and releases none whose symbols are resolved */
  const tinyxs_board_file *module = find(tinyxs_board_modules, path);
  (void)the;
  script.codeBuffer = (txByte *)(uintptr_t)module->data;
  script.codeSize = (txSize)module->bytes;
  return &script;
}

const void *tinyxs_host_find_resource(const char *name, size_t *length) {
  const tinyxs_board_file *resource = find(tinyxs_board_resources, name);
  if (!resource) return NULL;
  *length = resource->bytes;
  return resource->data;
}

txScript *fxParseScript(txMachine *the, void *stream, txGetter getter, txUnsigned flags) {
  (void)stream, (void)getter, (void)flags;
  tinyxs_host_throw(the, XS_SYNTAX_ERROR, "this device runs compiled code only: eval and new Function need a parser");
}
