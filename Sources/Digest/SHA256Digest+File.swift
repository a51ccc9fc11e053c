import Glibc

extension SHA256Digest {
  /// The digest of what is left to read from an open file, in pieces of 256 KiB.
  ///
  /// - Parameter descriptor: an open descriptor, read from its present offset to its end; not closed.
  public init(readingFrom descriptor: Int32) throws(DigestError) {
    var hasher = try SHA256Hasher()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 64)
    defer { piece.deallocate() }
    var bytesRead = 0
    while true {
      let count = read(descriptor, piece.baseAddress, piece.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw DigestError.readFailed(errno: errno, bytesRead: bytesRead)
      }
      if count == 0 { break }
      try hasher.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      bytesRead += count
    }
    self = try hasher.finish()
  }
}
