/* SPDX-License-Identifier: Apache-2.0 */
/* Finds and loads ES modules. A relative specifier belongs to its importer's folder; any other is a path as it stands. */
#include "host.h"
#include "throw.h"
#include "xsAll.h"

static bool is_relative(const char *specifier) { return !strncmp(specifier, "./", 2) || !strncmp(specifier, "../", 3); }

/* Cuts `path` to the folder that holds it; the root folder of relative paths is "". */
static void to_folder(char *path) {
  char *slash = strrchr(path, '/');
  *(slash ? slash : path) = 0;
}

/* Joins the importer's folder and the specifier into `path`; false when it is too long. */
static bool resolve(const char *importer, const char *specifier, char *path, size_t size) {
  bool absolute = importer[0] == '/';
  if (strlen(importer) + strlen(specifier) + 2 > size) return false;
  strcpy(path, importer);
  to_folder(path);
  for (;;) {
    if (!strncmp(specifier, "./", 2))
      specifier += 2;
    else if (!strncmp(specifier, "../", 3)) {
      specifier += 3;
      to_folder(path);
    } else
      break;
  }
  if (path[0] || absolute) strcat(path, "/");
  strcat(path, specifier);
  return true;
}

txID fxFindModule(txMachine *the, txSlot *realm, txID importer, txSlot *slot) {
  char specifier[C_PATH_MAX], path[C_PATH_MAX], message[2 * C_PATH_MAX + 64];
  const char *from = importer == XS_NO_ID ? NULL : fxGetKeyName(the, importer);
  (void)realm;
  fxToStringBuffer(the, slot, specifier, sizeof specifier);
  if (from && is_relative(specifier)) {
    if (!resolve(from, specifier, path, sizeof path))
      tinyxs_host_throw(the, XS_RANGE_ERROR, "import: the path is too long: move the app to a folder nearer the root");
  } else
    strcpy(path, specifier);
  if (!tinyxs_host_has_module(path)) {
    if (from)
      snprintf(message, sizeof message, "module \"%s\" not found, imported by %s: name it in the manifest's \"modules\"",
               specifier, from);
    else
      snprintf(message, sizeof message, "module \"%s\" not found", specifier);
    tinyxs_host_throw(the, XS_REFERENCE_ERROR, message);
  }
  return fxNewNameC(the, path);
}

void fxLoadModule(txMachine *the, txSlot *module, txID id) {
  char path[C_PATH_MAX];
  snprintf(path, sizeof path, "%s", fxGetKeyName(the, id));
  fxResolveModule(the, module, id, tinyxs_host_load_script(the, path), NULL, NULL);
}
