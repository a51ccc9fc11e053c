import Glibc

/// Where an export's bytes go: a file being made, or a descriptor such as standard output.
package final class ExportSink {
  private let descriptor: Int32
  private let file: String
  private var buffer: [UInt8] = []
  private static let bufferBytes = 256 * 1024

  /// A sink into an open descriptor, which it does not close; `file` is for errors.
  package init(descriptor: Int32, file: String) {
    self.descriptor = descriptor
    self.file = file
    buffer.reserveCapacity(Self.bufferBytes + 4096)
  }

  /// Adds bytes; they may wait for `flush`.
  package func append(_ bytes: [UInt8]) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Hands everything to the operating system.
  package func flush() throws(StoreError) {
    var done = 0
    while done < buffer.count {
      let written = buffer[done...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .export(errno: errno, call: "write", file: file)
      }
      done += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

extension StoreError {
  /// What a failed system call on an export means.
  static func export(errno: Int32, call: String, file: String) -> StoreError {
    switch errno {
    case ENOSPC, EDQUOT: .diskFull(file: file)
    case EACCES, EPERM: .permissionDenied(file: file)
    case EROFS: .readOnly(file: file)
    case EEXIST: .alreadyExists(file: file)
    case ENOENT: .missing(file: LogFile.directory(of: file))
    default: .systemCall(file: file, call: call, errno: errno)
    }
  }
}
