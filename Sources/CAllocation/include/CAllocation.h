// The C library's memory allocator, which Swift does not see.
#ifndef HEMATOVISION_ALLOCATION_H
#define HEMATOVISION_ALLOCATION_H

/// Keeps memory that is given back for the next use, up to 128 MB, where it would go back to the system and
/// come again as fresh pages. To be called before threads begin. Without effect where the library is not glibc.
void hv_keep_freed_memory(void);

/// Asks for the heap's first 32 MB in pages of 2 MB: a first touch costs a thousand visits to the kernel less. To be
/// called after `hv_keep_freed_memory`. Without effect where the system has no such pages.
void hv_ask_for_large_pages(void);

/// Gives all threads the one heap with the large pages, where each would have its own of small ones: sooner for a
/// single picture, slower where threads work side by side for long, as they wait for each other. To be called before
/// threads begin.
void hv_share_one_heap(void);

#endif
