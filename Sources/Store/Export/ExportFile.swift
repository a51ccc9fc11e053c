import Glibc

/// Makes a file that appears under its name whole, or not at all.
///
/// The content goes to a temporary file beside it, is synchronised, gets the name, and the directory
/// is synchronised: after a loss of power there is the old state or the new one.
package enum ExportFile {
  /// Writes a file.
  ///
  /// - Parameters:
  ///   - path: its name. A symbolic link, a directory or a device there is refused in any case.
  ///   - overwrite: whether a regular file of that name may be replaced.
  ///   - body: writes the content.
  package static func write(
    to path: String, overwrite: Bool, _ body: (ExportSink) throws(StoreError) -> Void
  ) throws(StoreError) {
    let path = LogFile.absolute(path)
    try make(path, overwrite: overwrite, mode: 0o666) { (_, descriptor) throws(StoreError) in
      let sink = ExportSink(descriptor: descriptor, file: path)
      try body(sink)
      try sink.flush()
    }
  }

  /// Makes a file that `fill` fills, by the temporary name or the descriptor that it is given.
  ///
  /// - Parameter path: absolute.
  static func make(
    _ path: String, overwrite: Bool, mode: mode_t,
    _ fill: (_ temporary: String, _ descriptor: Int32) throws(StoreError) -> Void
  ) throws(StoreError) {
    try requireFree(path, overwrite: overwrite)
    let directory = LogFile.directory(of: path)
    let temporary =
      "\(directory)/.hematovision-export-\(getpid())-\(UInt64.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .export(errno: errno, call: "open", file: path) }
    do throws(StoreError) {
      try finish(descriptor, path: path) { () throws(StoreError) in
        try fill(temporary, descriptor)
      }
      try rename(temporary, to: path, overwrite: overwrite)
    } catch {
      unlink(temporary)
      throw error
    }
    try LogFile.synchronizeDirectory(directory)
  }

  private static func finish(
    _ descriptor: Int32, path: String, _ fill: () throws(StoreError) -> Void
  ) throws(StoreError) {
    var isOpen = true
    defer { if isOpen { close(descriptor) } }
    try fill()
    guard fsync(descriptor) == 0 else { throw .export(errno: errno, call: "fsync", file: path) }
    isOpen = false
    guard close(descriptor) == 0 else { throw .export(errno: errno, call: "close", file: path) }
  }

  private static func requireFree(_ path: String, overwrite: Bool) throws(StoreError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw .export(errno: errno, call: "lstat", file: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(file: path) }
    guard overwrite else { throw .alreadyExists(file: path) }
  }

  /// Gives the finished file its name.
  private static func rename(
    _ temporary: String, to path: String, overwrite: Bool
  ) throws(StoreError) {
    if !overwrite {
      // A link, unlike a rename, never takes the place of a file that appeared in the meantime.
      if link(temporary, path) == 0 {
        unlink(temporary)
        return
      }
      guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
        throw .export(errno: errno, call: "link", file: path)
      }
      // Without hard links: claim the name first; only what was claimed is then replaced.
      let claim = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard claim >= 0 else { throw .export(errno: errno, call: "open", file: path) }
      close(claim)
    }
    guard Glibc.rename(temporary, path) == 0 else {
      throw .export(errno: errno, call: "rename", file: path)
    }
  }
}
