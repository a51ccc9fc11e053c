public import Foundation

/// Writes safetensors files for tests, right ones and, by way of its parts, wrong ones.
public struct SafetensorsWriter: Sendable {
  /// A tensor with its numbers.
  public struct Tensor: Sendable {
    public var name: String
    public var type = "F32"
    public var shape: [Int]
    public var values: [Float]

    /// An fp32 tensor; the writer does not care whether shape and numbers agree.
    public init(_ name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }

    /// The numbers as they stand in the file: halves where `type` says F16, else singles.
    var data: Data {
      guard type == "F16" else { return values.withUnsafeBytes { Data($0) } }
      return values.map { Float16($0).bitPattern }.withUnsafeBytes { Data($0) }
    }
  }

  public var metadata: [String: String]
  public var tensors: [Tensor]
  /// Boundary on which the data starts.
  public var alignment = 64

  /// A file of `tensors`, in this order.
  public init(metadata: [String: String], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The data section: all numbers one after the other, little-endian as the machines we test on.
  public var dataSection: Data {
    var data = Data()
    for tensor in tensors { data.append(tensor.data) }
    return data
  }

  /// Begin and end of each tensor within the data section, by name.
  public var offsets: [String: [Int]] {
    var offsets: [String: [Int]] = [:]
    var end = 0
    for tensor in tensors {
      let next = end + tensor.data.count
      offsets[tensor.name] = [end, next]
      end = next
    }
    return offsets
  }

  /// The whole file.
  public func file() throws -> Data { try file(offsets: offsets, data: dataSection) }

  /// The whole file with these offsets and this data, right or wrong.
  public func file(offsets: [String: [Int]], data: Data) throws -> Data {
    var header: [String: Any] = ["__metadata__": metadata]
    for tensor in tensors {
      header[tensor.name] = [
        "dtype": tensor.type, "shape": tensor.shape, "data_offsets": offsets[tensor.name] ?? [],
      ]
    }
    var json = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys])
    while (8 + json.count) % alignment != 0 { json.append(UInt8(ascii: " ")) }
    return Self.file(header: json, data: data)
  }

  /// Length, header and data, whatever they are.
  public static func file(header: Data, data: Data) -> Data {
    var file = Data()
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
    return file + header + data
  }
}
