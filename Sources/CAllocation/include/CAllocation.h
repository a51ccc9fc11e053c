// The C library's memory allocator, which Swift does not see.
#ifndef HEMATOVISION_ALLOCATION_H
#define HEMATOVISION_ALLOCATION_H

/// Keeps memory that is given back for the next use, up to 128 MB, where it would go back to the system and
/// come again as fresh pages. To be called before threads begin. Without effect where the library is not glibc.
void hv_keep_freed_memory(void);

#endif
