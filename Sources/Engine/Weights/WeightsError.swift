/// Why a weights file is refused. Each case carries the file and what was expected of it.
public enum WeightsError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing(file: String)
  /// A directory, pipe, socket or device stands where a file should.
  case notAFile(file: String)
  /// The system refused `call` with this `errno`.
  case unreadable(file: String, call: String, errno: Int32)
  /// The file has no bytes.
  case empty(file: String)
  /// The file has more bytes than any weights file of this network.
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// The file does not begin as safetensors does.
  case notSafetensors(file: String)
  /// The file ends early: its header speaks of more bytes than there are.
  case truncated(file: String, expectedBytes: Int, foundBytes: Int)
  /// Bytes follow the last tensor.
  case trailingBytes(file: String, expectedBytes: Int, foundBytes: Int)
  /// The header is no JSON of the right form; `entry` is the key where reading stopped, or empty.
  case malformedHeader(file: String, entry: String)
  /// The data does not start on the boundary that the format asks for.
  case misaligned(file: String, dataStart: Int, alignment: Int)
  /// The header lacks this key of its metadata.
  case missingMetadata(file: String, key: String)
  /// The metadata names another format, version or architecture.
  case wrongMetadata(file: String, key: String, expected: String, found: String)
  /// A tensor of the network is not in the file.
  case missingTensor(file: String, tensor: String)
  /// The file has a tensor that the network does not know.
  case unexpectedTensor(file: String, tensor: String)
  /// A tensor's numbers are of another type than fp32.
  case wrongType(file: String, tensor: String, expected: String, found: String)
  /// A tensor's shape is not the network's.
  case wrongShape(file: String, tensor: String, expected: [Int], found: [Int])
  /// The head has too few classes to choose from, or more than a cell classifier can mean.
  case wrongClassCount(file: String, allowed: ClosedRange<Int>, found: Int)
  /// The hidden layer has too few outputs, too many, or an odd number of them.
  case wrongHiddenCount(file: String, allowed: ClosedRange<Int>, found: Int)
  /// A tensor overlaps its neighbour, leaves a gap, or has another length than its shape asks for.
  case wrongOffsets(file: String, tensor: String, expected: [Int], found: [Int])
  /// The data is not the data that was written: its SHA-256 differs from the header's.
  case wrongChecksum(file: String, expected: String, found: String)
  /// A tensor holds an infinity or a NaN, first at `index`.
  case notFinite(file: String, tensor: String, index: Int)
  /// The SHA-256 could not be computed.
  case digestFailed(file: String)

  /// The file that is refused.
  public var file: String {
    switch self {
    case .missing(let file), .notAFile(let file), .unreadable(let file, _, _), .empty(let file),
      .tooLarge(let file, _, _), .notSafetensors(let file), .truncated(let file, _, _),
      .trailingBytes(let file, _, _), .malformedHeader(let file, _), .misaligned(let file, _, _),
      .missingMetadata(let file, _), .wrongMetadata(let file, _, _, _),
      .missingTensor(let file, _), .unexpectedTensor(let file, _), .wrongType(let file, _, _, _),
      .wrongShape(let file, _, _, _), .wrongClassCount(let file, _, _),
      .wrongHiddenCount(let file, _, _),
      .wrongOffsets(let file, _, _, _),
      .wrongChecksum(let file, _, _), .notFinite(let file, _, _), .digestFailed(let file):
      file
    }
  }
}
