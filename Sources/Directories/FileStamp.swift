import Glibc
public import Review

/// What tells one state of a file, or of a directory, from the next.
public struct FileStamp: Equatable, Sendable {
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int
  private let mode: UInt32
  private let links: UInt64

  /// The stamp of what is at a path, or of what a link there leads to; nil for nothing.
  public init?(of path: ImagePath, followingLinks: Bool = false) {
    var status = stat()
    let result = followingLinks ? stat(path.cString, &status) : lstat(path.cString, &status)
    guard result == 0 else { return nil }
    size = Int64(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    mode = status.st_mode
    links = UInt64(status.st_nlink)
  }

  var isEmpty: Bool { size == 0 }

  var isDirectory: Bool { mode & S_IFMT == S_IFDIR }

  /// A second name for a file that is there already: nobody writes and closes it under this name.
  var isLink: Bool { mode & S_IFMT == S_IFLNK || links > 1 }

  /// Whether nothing was written for two seconds, by this machine's clock.
  var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return now.tv_sec - seconds > 2
  }
}
