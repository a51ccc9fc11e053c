#ifndef HEMATOVISION_ALLOCATION_COUNT_H
#define HEMATOVISION_ALLOCATION_COUNT_H

/// Heap allocations that the calling thread has made since it started; -1 when they are not counted
/// because a sanitizer owns the heap.
long allocation_count(void);

#endif
