/* A disk that fails when told to, or writes down what it is asked. See CFaultVFS.h; the interface is SQLite's sqlite3_vfs. */
#include "CFaultVFS.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

struct fault_file {
  sqlite3_file base;
  sqlite3_file *real;
  const char *name; /* SQLite keeps it until the file is closed */
  int watched;
};

static sqlite3_vfs *system_vfs;
static sqlite3_vfs fault_vfs;
static sqlite3_io_methods fault_methods;
static char watched_prefix[1024];
static enum fault_kind fault_kind;
static int fault_first, fault_count;
static atomic_int calls;
static FILE *trace;
static int has_shared_memory = 1;

static int strikes(struct fault_file *file, enum fault_kind kind) {
  if (!file->watched || kind != fault_kind) return 0;
  int number = atomic_fetch_add(&calls, 1) + 1;
  return number >= fault_first && number < fault_first + fault_count;
}

static const char *suffix(const char *name) { return name + strlen(watched_prefix); }

static int is_traced(sqlite3_file *f) {
  return trace != NULL && ((struct fault_file *)f)->watched;
}

#define SUFFIX(file) suffix(((struct fault_file *)(file))->name)
#define REAL(file) (((struct fault_file *)(file))->real)
#define METHODS(file) (REAL(file)->pMethods)

static int fault_close(sqlite3_file *f) { return METHODS(f)->xClose(REAL(f)); }

static int fault_read(sqlite3_file *f, void *to, int count, sqlite3_int64 at) {
  return METHODS(f)->xRead(REAL(f), to, count, at);
}

/* A file system that became read-only refuses whatever would change it, and a synchronisation too. */
static int is_read_only(sqlite3_file *f) {
  return fault_kind == FAULT_READ_ONLY && strikes((struct fault_file *)f, FAULT_READ_ONLY);
}

static int fault_write(sqlite3_file *f, const void *from, int count, sqlite3_int64 at) {
  if (is_read_only(f)) return SQLITE_IOERR_WRITE;
  if (strikes((struct fault_file *)f, FAULT_WRITE)) return SQLITE_IOERR_WRITE;
  if (fault_kind == FAULT_FULL && strikes((struct fault_file *)f, FAULT_FULL)) return SQLITE_FULL;
  if (is_traced(f)) {
    fprintf(trace, "W =%s %lld %d\n", SUFFIX(f), at, count);
    fwrite(from, 1, (size_t)count, trace);
  }
  return METHODS(f)->xWrite(REAL(f), from, count, at);
}

static int fault_truncate(sqlite3_file *f, sqlite3_int64 size) {
  if (is_read_only(f)) return SQLITE_IOERR_TRUNCATE;
  if (is_traced(f)) fprintf(trace, "T =%s %lld\n", SUFFIX(f), size);
  return METHODS(f)->xTruncate(REAL(f), size);
}

static int fault_sync(sqlite3_file *f, int flags) {
  if (strikes((struct fault_file *)f, FAULT_SYNC)) return SQLITE_IOERR_FSYNC;
  if (is_read_only(f)) return SQLITE_IOERR_FSYNC;
  if (is_traced(f)) fprintf(trace, "S =%s\n", SUFFIX(f));
  return METHODS(f)->xSync(REAL(f), flags);
}

static int fault_size(sqlite3_file *f, sqlite3_int64 *size) {
  return METHODS(f)->xFileSize(REAL(f), size);
}

static int fault_lock(sqlite3_file *f, int level) { return METHODS(f)->xLock(REAL(f), level); }

static int fault_unlock(sqlite3_file *f, int level) { return METHODS(f)->xUnlock(REAL(f), level); }

static int fault_check_lock(sqlite3_file *f, int *held) {
  return METHODS(f)->xCheckReservedLock(REAL(f), held);
}

static int fault_control(sqlite3_file *f, int op, void *argument) {
  return METHODS(f)->xFileControl(REAL(f), op, argument);
}

static int fault_sector(sqlite3_file *f) { return METHODS(f)->xSectorSize(REAL(f)); }

static int fault_device(sqlite3_file *f) { return METHODS(f)->xDeviceCharacteristics(REAL(f)); }

static int fault_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **to) {
  return METHODS(f)->xShmMap(REAL(f), page, size, extend, to);
}

static int fault_shm_lock(sqlite3_file *f, int offset, int count, int flags) {
  return METHODS(f)->xShmLock(REAL(f), offset, count, flags);
}

static void fault_shm_barrier(sqlite3_file *f) { METHODS(f)->xShmBarrier(REAL(f)); }

static int fault_shm_unmap(sqlite3_file *f, int delete) {
  return METHODS(f)->xShmUnmap(REAL(f), delete);
}

static int fault_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *flags_out) {
  (void)vfs;
  struct fault_file *file = (struct fault_file *)f;
  file->real = (sqlite3_file *)(file + 1);
  file->name = name;
  file->watched = name != NULL && strncmp(name, watched_prefix, strlen(watched_prefix)) == 0;
  int status = system_vfs->xOpen(system_vfs, name, file->real, flags, flags_out);
  /* SQLite calls xClose only for a file that has methods. */
  file->base.pMethods = file->real->pMethods != NULL ? &fault_methods : NULL;
  return status;
}

static int fault_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
  (void)vfs;
  int is_watched = strncmp(name, watched_prefix, strlen(watched_prefix)) == 0;
  if (is_watched && fault_kind == FAULT_READ_ONLY && atomic_load(&calls) + 1 >= fault_first)
    return SQLITE_IOERR_DELETE;
  if (is_watched && trace != NULL) fprintf(trace, "D =%s %d\n", suffix(name), sync_directory);
  return system_vfs->xDelete(system_vfs, name, sync_directory);
}

int fault_vfs_record(const char *prefix, const char *trace_path) {
  trace = fopen(trace_path, "wb");
  return trace == NULL ? 1 : fault_vfs_install(prefix, FAULT_NONE, 0, 0);
}

void fault_vfs_refuse_shared_memory(void) { has_shared_memory = 0; }

void fault_vfs_mark(int number) {
  if (trace == NULL) return;
  fprintf(trace, "M %d\n", number);
  fflush(trace);
}

int fault_vfs_install(const char *prefix, enum fault_kind kind, int first, int count) {
  system_vfs = sqlite3_vfs_find(NULL);
  if (system_vfs == NULL || strlen(prefix) >= sizeof watched_prefix) return 1;
  strcpy(watched_prefix, prefix);
  fault_kind = kind;
  fault_first = first;
  fault_count = count;
  fault_methods = (sqlite3_io_methods){
    .iVersion = has_shared_memory ? 2 : 1,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_lock,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_device,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
  };
  /* All but opening and deleting is the system's; its functions look into pAppData, which is copied too. */
  fault_vfs = *system_vfs;
  fault_vfs.zName = "fault";
  fault_vfs.pNext = NULL;
  fault_vfs.szOsFile = (int)sizeof(struct fault_file) + system_vfs->szOsFile;
  fault_vfs.xOpen = fault_open;
  fault_vfs.xDelete = fault_delete;
  return sqlite3_vfs_register(&fault_vfs, 1) == SQLITE_OK ? 0 : 1;
}
