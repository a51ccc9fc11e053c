/* Preloaded: a file system that grants every POSIX lock (LOCKS=granted) or none (LOCKS=refused). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static int pretend(int fd, int command, void *argument, const char *name) {
  int (*real)(int, int, ...) = (int (*)(int, int, ...))dlsym(RTLD_NEXT, name);
  if (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK) {
    const char *how = getenv("LOCKS");
    if (how == NULL || strcmp(how, "refused") != 0) return 0;
    errno = ENOLCK;
    return -1;
  }
  return real(fd, command, argument);
}

int fcntl(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  return pretend(fd, command, argument, "fcntl");
}

int fcntl64(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  return pretend(fd, command, argument, "fcntl64");
}
