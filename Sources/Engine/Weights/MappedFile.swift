import Glibc

/// A regular file's bytes, mapped read-only for the life of the object.
final class MappedFile: @unchecked Sendable {
  // Unchecked: the pages are mapped read-only and private, and unmapped when nobody holds them.
  let bytes: UnsafeRawBufferPointer

  /// Maps the whole file at `path`, which must be a regular file of 1...`byteLimit` bytes.
  init(path: String, byteLimit: Int) throws(WeightsError) {
    // Without O_NONBLOCK opening a pipe that nobody writes would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(file: path) : .unreadable(file: path, call: "open", errno: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(file: path, call: "fstat", errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: path) }
    let count = Int(status.st_size)
    guard count > 0 else { throw .empty(file: path) }
    guard count <= byteLimit else { throw .tooLarge(file: path, bytes: count, limit: byteLimit) }
    let flags = MAP_PRIVATE | MAP_POPULATE
    guard let start = mmap(nil, count, PROT_READ, flags, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(file: path, call: "mmap", errno: errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
