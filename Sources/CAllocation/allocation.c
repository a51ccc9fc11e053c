#define _GNU_SOURCE
#include "CAllocation.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void hv_keep_freed_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
  mallopt(M_TOP_PAD, 16 << 20);
#endif
}

void hv_share_one_heap(void) {
#if defined(__GLIBC__)
  mallopt(M_ARENA_MAX, 1);
#if defined(MADV_HUGEPAGE)
  // Room is laid out, not used: the heap grows by twice this, and what is given back stays with it.
  void *room = malloc(16 << 20);
  if (!room) return;
  const uintptr_t large = 2 << 20;
  uintptr_t start = ((uintptr_t)room + large - 1) & ~(large - 1);
  uintptr_t end = (uintptr_t)sbrk(0) & ~(large - 1);
  free(room);
  // A block that the heap could not hold lies elsewhere: then there is nothing to ask for. Refused is no harm.
  if ((uintptr_t)room < end && end - start <= 64 << 20) madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
#endif
}
