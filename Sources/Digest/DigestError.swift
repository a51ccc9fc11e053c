/// Why a digest could not be computed.
public enum DigestError: Error, Equatable, Sendable {
  /// libcrypto refused a call, for instance for want of memory.
  case libraryRefused(call: String)
  /// `read` failed with this `errno` after so many bytes of the file had been hashed.
  case readFailed(errno: Int32, bytesRead: Int)
}
