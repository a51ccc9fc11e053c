#ifndef CFAULTVFS_H
#define CFAULTVFS_H

/* What goes wrong with the log's files. Counted over all of them, from 1. */
enum fault_kind {
  FAULT_NONE,
  FAULT_SYNC,  /* fsync fails with EIO */
  FAULT_WRITE, /* a write fails with EIO */
  FAULT_FULL,  /* a write fails for want of space */
  FAULT_READ_ONLY, /* writes, truncations, deletions and fsyncs fail */
};

/* Makes a virtual file system the default one of SQLite: it hands everything on to the system's, but
 * for files whose name begins with `prefix` the calls number `first` to `first + count - 1` of the
 * kind fail. Call once, before any connection. Returns 0 on success. */
int fault_vfs_install(const char *prefix, enum fault_kind kind, int first, int count);

/* Makes the same virtual file system, without failures, write down in the file `trace` all that is
 * done to files whose name begins with `prefix`: one line each, and after a W line the bytes.
 *
 *   W =SUFFIX OFFSET COUNT    T =SUFFIX SIZE    S =SUFFIX    D =SUFFIX SYNCHRONISED    M NUMBER
 *
 * for write, truncate, synchronise, delete (and whether the directory was synchronised after it) and
 * mark; SUFFIX is the rest of the name. */
int fault_vfs_record(const char *prefix, const char *trace);

/* Lets the file system have no shared memory, as many network shares: SQLite then refuses WAL mode.
 * Call before one of the above. */
void fault_vfs_refuse_shared_memory(void);

/* Writes a mark into the trace: from here on something is promised. */
void fault_vfs_mark(int number);

#endif
