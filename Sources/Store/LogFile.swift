import Glibc

/// The place of a log: the file and the directories above it, made with care before SQLite sees them.
enum LogFile {
  /// `path` made absolute, so that neither a later change of directory nor a leading `file:` matters.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let buffer = getcwd(nil, 0) else { return path }
    defer { free(buffer) }
    return String(cString: buffer) + "/" + path
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Throws unless `path` is a regular file, or a link to one.
  static func requireRegular(_ path: String) throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw .missing(file: path)
      case EACCES: throw .permissionDenied(file: path)
      default: throw .systemCall(file: path, call: "stat", errno: errno)
      }
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(file: path) }
  }

  /// Makes the file, readable by its owner only, and the directories above it when they are missing.
  /// Makes sure that their names survive a loss of power.
  static func makeIfMissing(_ path: String) throws(StoreError) {
    do {
      try requireRegular(path)
      return
    } catch .missing {
      try makeDirectory(directory(of: path))
      try makeEmptyFile(path)
    }
    try requireRegular(path)
  }

  private static func makeEmptyFile(_ path: String) throws(StoreError) {
    // mknod needs no descriptor. Closing one would drop the POSIX locks which another connection of
    // this process may by then hold on the file.
    var failure = mknod(path, S_IFREG | 0o600, 0) == 0 ? 0 : errno
    if failure == EPERM || failure == EOPNOTSUPP || failure == EINVAL {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      failure = descriptor >= 0 ? 0 : errno
      if descriptor >= 0 { close(descriptor) }
    }
    switch failure {
    case 0, EEXIST: break
    case EACCES: throw .permissionDenied(file: path)
    case EROFS: throw .readOnly(file: path)
    case ENOSPC, EDQUOT: throw .diskFull(file: path)
    default: throw .systemCall(file: path, call: "mknod", errno: failure)
    }
    try synchronizeDirectory(directory(of: path))
  }

  private static func makeDirectory(_ path: String) throws(StoreError) {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .directoryNotMade(directory: path, errno: ENOTDIR)
      }
      return
    }
    let parent = directory(of: path)
    if parent != path { try makeDirectory(parent) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .directoryNotMade(directory: path, errno: errno)
    }
    try synchronizeDirectory(parent)
  }

  /// Makes the names in a directory survive a loss of power.
  static func synchronizeDirectory(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      // A directory that may be entered but not read; nothing can be synchronised through it.
      if errno == EACCES { return }
      throw .systemCall(file: path, call: "open", errno: errno)
    }
    defer { close(descriptor) }
    // Some network file systems have no such call for directories and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .inputOutput(file: path, code: 0, evidence: "fsync of the directory: errno \(errno)")
    }
  }
}
