/* SPDX-License-Identifier: Apache-2.0 */
/* Modules are read from files; so are resources, which stay until the end. */
#include "files.h"
#include "host.h"
#include "parse.h"
#include "report.h"
#include "throw.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* The bytes of a file; an empty one gets an address too. Not mapped: a file that gets shorter would end the process. */
static void *read_file(const char *path, size_t *length) {
  struct stat status;
  char *data = NULL;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe that nobody writes to would block */
  if (file < 0) return NULL;
  *length = 0;
  if (!fstat(file, &status) && status.st_size > INT_MAX)
    tinyxs_host_print(TINYXS_HOST_ERRORS, "note: %s is larger than 2 GB, which no resource can be\n", path);
  else if (S_ISREG(status.st_mode) && (data = malloc(status.st_size ? (size_t)status.st_size : 1))) {
    ssize_t got;
    while ((got = read(file, data + *length, (size_t)status.st_size - *length)) > 0) *length += (size_t)got;
    if (got < 0) {
      free(data);
      data = NULL;
    }
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
  added->data = read_file(path, &added->length);
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
    free(gone->data);
    free(gone);
  }
}
