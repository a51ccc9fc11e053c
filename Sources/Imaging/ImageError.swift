/// Why a file did not become a picture, with the evidence.
public enum ImageError: Error, Hashable, Sendable {
  /// Nothing has this name.
  case notFound
  /// A symbolic link whose target is not there, or that leads in a circle.
  case danglingLink
  /// The file or a directory on the way may not be read by this user.
  case permissionDenied
  /// There is something of this name, but no file: a directory, a pipe, a device.
  case notAFile(FileKind)
  /// The name cannot be one (it holds a NUL byte, is empty or too long).
  case badName
  /// The system failed to read; `code` is errno.
  case readFailed(code: Int32)
  /// More bytes than the limit.
  case fileTooLarge(bytes: Int, limit: Int)

  /// The file has no bytes.
  case emptyFile
  /// The content begins like no picture known here.
  case unknownFormat(firstBytes: [UInt8])
  /// A known kind of picture that is not read here ("GIF", "TIFF", ...).
  case unsupportedFormat(name: String)
  /// A JPEG or PNG of a kind that is not read here, such as 12-bit or lossless JPEG.
  case unsupportedVariant(ImageFormat, detail: String)
  /// The header names a side longer than the limit.
  case sideTooLong(width: Int, height: Int, limit: Int)
  /// The header names more pixels than the limit.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// A progressive JPEG with more scans than the limit, a way to burn time.
  case tooManyScans(count: Int, limit: Int)
  /// The file ends before the picture does.
  case truncated(ImageFormat)
  /// The content contradicts its format; `detail` is the decoder's own remark.
  case corrupt(ImageFormat, detail: String)
  /// The machine has not enough memory for this picture.
  case outOfMemory(width: Int, height: Int)
  /// The encoder refused; `detail` is its own remark.
  case encodingFailed(ImageFormat, detail: String)
}

/// What a name stands for when it is not a regular file.
public enum FileKind: String, Hashable, Sendable {
  case directory
  case namedPipe
  case socket
  case characterDevice
  case blockDevice
  case other
}

/// The picture formats read here, told by their first bytes and never by a file's name.
public enum ImageFormat: String, Hashable, Sendable {
  case jpeg = "JPEG"
  case png = "PNG"
}
