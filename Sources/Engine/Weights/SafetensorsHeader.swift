import Foundation

/// The JSON header of a safetensors file.
///
/// Source: https://github.com/huggingface/safetensors, "Format". A little-endian u64 gives the
/// header's length; the JSON object follows, then the data, to whose start the offsets refer.
struct SafetensorsHeader: Decodable {
  /// What the header says of one tensor.
  struct Tensor: Decodable {
    let type: String
    let shape: [Int]
    let offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case type = "dtype"
      case shape
      case offsets = "data_offsets"
    }
  }

  let metadata: [String: String]
  let tensors: [String: Tensor]

  static let metadataKey = "__metadata__"

  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let entries = try decoder.container(keyedBy: Key.self)
    var metadata: [String: String] = [:]
    var tensors: [String: Tensor] = [:]
    for key in entries.allKeys {
      if key.stringValue == Self.metadataKey {
        metadata = try entries.decode([String: String].self, forKey: key)
      } else {
        tensors[key.stringValue] = try entries.decode(Tensor.self, forKey: key)
      }
    }
    self.metadata = metadata
    self.tensors = tensors
  }

  /// Reads the header of `bytes`; also gives where the data starts.
  ///
  /// Offsets and shapes are not checked here, only the form.
  static func read(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws(WeightsError) -> (header: SafetensorsHeader, dataStart: Int) {
    let lengthBytes = 8
    // Far above the 20 KB that this network needs, far below what would be slow to parse.
    let lengthLimit: UInt64 = 4 << 20
    guard bytes.count > lengthBytes else { throw .notSafetensors(file: file) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length >= 2, length <= lengthLimit, bytes[lengthBytes] == UInt8(ascii: "{") else {
      throw .notSafetensors(file: file)
    }
    let dataStart = lengthBytes + Int(length)
    guard dataStart <= bytes.count else {
      throw .truncated(file: file, expectedBytes: dataStart, foundBytes: bytes.count)
    }
    do {
      let json = Data(bytes[lengthBytes..<dataStart])
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: json), dataStart)
    } catch {
      throw .malformedHeader(file: file, entry: Self.entry(of: error))
    }
  }

  private static func entry(of error: any Error) -> String {
    let path: [any CodingKey] =
      switch error {
      case DecodingError.keyNotFound(let key, let context): context.codingPath + [key]
      case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
        DecodingError.dataCorrupted(let context):
        context.codingPath
      default: []
      }
    return path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}
