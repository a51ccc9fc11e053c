import CCrypto

/// SHA-256 of bytes that arrive in pieces: `update` any number of times, then `finish` once.
public struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  /// The algorithm, looked up once: libcrypto would search its providers for every digest. It is never
  /// changed and never freed. Its configuration file is not read: nothing there is about SHA-256, and reading it
  /// takes half a millisecond of every start.
  nonisolated(unsafe) private static let algorithm: OpaquePointer? = {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    return EVP_MD_fetch(nil, "SHA256", nil)
  }()

  /// A hasher that has seen no bytes yet.
  public init() throws(DigestError) {
    guard let algorithm = Self.algorithm else {
      throw DigestError.libraryRefused(call: "EVP_MD_fetch")
    }
    guard let context = EVP_MD_CTX_new() else {
      throw DigestError.libraryRefused(call: "EVP_MD_CTX_new")
    }
    guard EVP_DigestInit_ex(context, algorithm, nil) == 1 else {
      EVP_MD_CTX_free(context)
      throw DigestError.libraryRefused(call: "EVP_DigestInit_ex")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends `bytes` to the message.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) throws(DigestError) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    guard EVP_DigestUpdate(context, start, bytes.count) == 1 else {
      throw DigestError.libraryRefused(call: "EVP_DigestUpdate")
    }
  }

  /// Appends `bytes` to the message.
  public mutating func update(_ bytes: [UInt8]) throws(DigestError) {
    // The status leaves the closure as a value: closures of the standard library rethrow untyped.
    let status = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    guard status == 1 else { throw DigestError.libraryRefused(call: "EVP_DigestUpdate") }
  }

  /// The digest of all bytes seen.
  public consuming func finish() throws(DigestError) -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
    var count: UInt32 = 0
    guard EVP_DigestFinal_ex(context, &bytes, &count) == 1, count == SHA256Digest.byteCount else {
      throw DigestError.libraryRefused(call: "EVP_DigestFinal_ex")
    }
    return SHA256Digest(bytes: bytes)
  }
}
