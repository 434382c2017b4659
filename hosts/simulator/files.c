/* SPDX-License-Identifier: Apache-2.0 */
/* Modules are read from files; resources are mapped read-only and stay until the end. */
#include "files.h"
#include "host.h"
#include "parse.h"
#include "throw.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* One resource in use. */
typedef struct resource resource;
struct resource {
  resource *next;
  void *data;
  size_t length;
  char name[];
};

static const char *folder;
static resource *first;

bool tinyxs_host_has_module(const char *path) {
  struct stat status;
  return !stat(path, &status) && S_ISREG(status.st_mode);
}

void *tinyxs_host_load_script(struct sxMachine *the, const char *path) {
  const char *error;
  void *script = tinyxs_host_parse_module(the, path, true, &error);
  if (!script) tinyxs_host_throw(the, XS_SYNTAX_ERROR, error);
  return script;
}

void tinyxs_host_use_resources(const char *path) { folder = path; }

/* Maps a file; an empty one gets an address too, which nobody may read. */
static void *map(const char *path, size_t *length) {
  struct stat status;
  void *data = NULL;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return NULL;
  if (!fstat(file, &status) && S_ISREG(status.st_mode)) {
    *length = (size_t)status.st_size;
    data = mmap(NULL, *length ? *length : 1, PROT_READ, MAP_PRIVATE, file, 0);
    if (data == MAP_FAILED) data = NULL;
  }
  close(file);
  return data;
}

const void *tinyxs_host_find_resource(const char *name, size_t *length) {
  char path[PATH_MAX];
  if (!folder || !name[0] || strstr(name, "..")) return NULL;
  for (resource *found = first; found; found = found->next)
    if (!strcmp(found->name, name)) return *length = found->length, found->data;
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return NULL;
  resource *added = malloc(sizeof *added + strlen(name) + 1);
  if (!added) return NULL;
  added->data = map(path, &added->length);
  if (!added->data) return free(added), NULL;
  strcpy(added->name, name);
  added->next = first;
  first = added;
  *length = added->length;
  return added->data;
}

void tinyxs_host_release_resources(void) {
  while (first) {
    resource *gone = first;
    first = gone->next;
    munmap(gone->data, gone->length ? gone->length : 1);
    free(gone);
  }
}
