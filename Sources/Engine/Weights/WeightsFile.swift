import Digest

/// A weights file that was checked wholly when it was opened: safetensors, format version 1.
///
/// The file stays memory-mapped while this object lives. Every number in it is finite, single or half
/// precision, every tensor has the shape that the network asks for, and the data is the data that was
/// written.
public final class WeightsFile: Sendable {
  /// Largest file that is opened; MobileNetV2 with a thousand classes has 14 MB.
  public static let byteLimit = 64 << 20
  /// Heads that are believed: one class would be certain of anything, 1,000 is ImageNet's.
  public static let classCounts = 2...1000
  /// Outputs that a hidden layer may have. Only even numbers: the tensors behind it then begin where their
  /// numbers may, in half precision too.
  public static let hiddenCounts = 2...1024
  /// Boundary on which the data section starts, in bytes.
  public static let dataAlignment = 64

  /// Where the file was found.
  public let path: String
  /// SHA-256 of the whole file in lower-case hexadecimal, as `sha256sum` prints it.
  public let sha256: String
  /// The header's metadata: what the writer says of classes, preprocessing and training.
  public let metadata: [String: String]
  /// Number of outputs of the head.
  public let classCount: Int
  /// Number of outputs of the head's hidden layer; nil of a head of one layer.
  public let hiddenCount: Int?

  /// Where a tensor lies in the file, and how.
  struct Tensor {
    let range: Range<Int>
    let numbers: StoredNumbers
  }

  let mapping: MappedFile
  let tensors: [String: Tensor]

  /// Opens, maps and checks the file at `path`.
  public init(path: String) throws(WeightsError) {
    mapping = try MappedFile(path: path, byteLimit: Self.byteLimit)
    let (header, dataStart) = try SafetensorsHeader.read(mapping.bytes, file: path)
    let check = WeightsCheck(file: path, bytes: mapping.bytes, header: header, dataStart: dataStart)
    try check.metadata()
    try check.shapes()
    (classCount, hiddenCount) = (check.classCount, check.hiddenCount)
    tensors = try check.layout()
    sha256 = try check.digests().hexadecimal
    try check.numbers(in: tensors)
    self.path = path
    metadata = header.metadata
  }

  /// Lends the numbers of a tensor as they are stored.
  func withNumbers<Result>(_ name: String, _ body: (LayerNumbers) -> Result) -> Result {
    guard let tensor = tensors[name], tensor.numbers == .half else {
      return withTensor(name) { body(.singles($0)) }
    }
    let bytes = UnsafeRawBufferPointer(rebasing: mapping.bytes[tensor.range])
    return body(.halves(bytes.bindMemory(to: UInt16.self)))
  }

  /// Lends the numbers of a tensor of this network, in PyTorch's axis order.
  package func withTensor<Result>(
    _ name: String, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    guard let tensor = tensors[name] else {
      preconditionFailure("no tensor \(name) in the network")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: mapping.bytes[tensor.range])
    return tensor.numbers.withFloats(bytes, body)
  }
}
