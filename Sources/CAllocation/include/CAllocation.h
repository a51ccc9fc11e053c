// The C library's memory allocator, which Swift does not see.
#ifndef HEMATOVISION_ALLOCATION_H
#define HEMATOVISION_ALLOCATION_H

/// Keeps memory that is given back for the next use, up to 128 MB, where it would go back to the system and
/// come again as fresh pages, and gives all threads one heap, so that one takes what another gave back. To be called before threads begin. Without effect where the library is not glibc.
void hv_keep_freed_memory(void);

/// Asks for the heap's first 32 MB in pages of 2 MB: a first touch costs a thousand visits to the kernel less. To be
/// called after `hv_keep_freed_memory`. Without effect where the system has no such pages.
void hv_ask_for_large_pages(void);

#endif
