// The C library's memory allocator, which Swift does not see.
#ifndef HEMATOVISION_ALLOCATION_H
#define HEMATOVISION_ALLOCATION_H

/// Keeps memory that is given back for the next use, up to 128 MB, where it would go back to the system and
/// come again as fresh pages. To be called before threads begin. Without effect where the library is not glibc.
void hv_keep_freed_memory(void);

/// Gives all threads one heap, whose next 32 MB are asked for in pages of 2 MB: a first touch costs a thousand visits to
/// the kernel less. Sooner for a single picture; slower where threads work side by side for long, as they wait for each
/// other. To be called after `hv_keep_freed_memory` and before threads begin. Without effect where the library is not
/// glibc.
void hv_share_one_heap(void);

#endif
