// What the driver needs of the C library. Embedded Swift has no Foundation, and cannot call printf.
#ifndef HEMATOVISION_AARCH64_DRIVER_H
#define HEMATOVISION_AARCH64_DRIVER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The bytes of a file, and their number; ends the program when it cannot be read.
static inline void *hv_read(const char *path, long *count) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) {
    perror(path);
    exit(2);
  }
  long size = ftell(file);
  rewind(file);
  void *bytes = malloc(size);
  if (!bytes || fread(bytes, 1, size, file) != (size_t)size) {
    perror(path);
    exit(2);
  }
  fclose(file);
  *count = size;
  return bytes;
}

static inline void hv_line(const char *name, double figure, double bound, int is_right) {
  printf("%-24s %.3g of %.3g  %s\n", name, figure, bound, is_right ? "right" : "WRONG");
  fflush(stdout);
}

static inline void hv_say(const char *text) {
  puts(text);
  fflush(stdout);
}

#endif
