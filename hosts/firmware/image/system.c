/* SPDX-License-Identifier: Apache-2.0 */
/* What the C library wants of an operating system. Files and processes there are none. */
#include "board.h"
#include "host.h"
#include <errno.h>
#include <sys/stat.h>

_Noreturn void _exit(int status);
int _write(int file, const char *bytes, int count);
int _read(int file, char *bytes, int count);
int _close(int file);
int _lseek(int file, int offset, int from);
int _fstat(int file, struct stat *status);
int _isatty(int file);
int _kill(int process, int signal);
int _getpid(void);

_Noreturn void _exit(int status) { tinyxs_host_exit(status ? 1 : 0); }

int _write(int file, const char *bytes, int count) {
  tinyxs_host_write(file == 2 ? TINYXS_HOST_ERRORS : TINYXS_HOST_OUTPUT, bytes, (size_t)count);
  return count;
}

static int refuse(void) {
  errno = ENOSYS;
  return -1;
}

int _read(int file, char *bytes, int count) { return (void)file, (void)bytes, (void)count, refuse(); }
int _close(int file) { return (void)file, refuse(); }
int _lseek(int file, int offset, int from) { return (void)file, (void)offset, (void)from, refuse(); }
int _fstat(int file, struct stat *status) { return (void)file, (void)status, refuse(); }
int _isatty(int file) { return (void)file, 1; }
int _kill(int process, int signal) { return (void)process, (void)signal, refuse(); }
int _getpid(void) { return 1; }
