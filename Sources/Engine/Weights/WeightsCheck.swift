import Digest

/// The checks of a weights file, each a question of its own; `WeightsFile` asks them in order.
struct WeightsCheck {
  let file: String
  let bytes: UnsafeRawBufferPointer
  let header: SafetensorsHeader
  let dataStart: Int

  private static let bytesPerFloat = MemoryLayout<Float>.stride
  private static let checksumKey = "data_sha256"
  private static let fixedMetadata = [
    ("format", "hematovision-weights"), ("format_version", "1"),
    ("architecture", "mobilenet_v2_1.0_224"),
  ]

  /// Does the file say that it is for this engine?
  func metadata() throws(WeightsError) {
    for (key, expected) in Self.fixedMetadata {
      let found = try value(of: key)
      guard found == expected else {
        throw .wrongMetadata(file: file, key: key, expected: expected, found: found)
      }
    }
  }

  /// Are these the network's tensors, all of them, no others? Gives the number of classes.
  func shapes() throws(WeightsError) -> Int {
    for expected in ExpectedTensor.all {
      guard let found = header.tensors[expected.name] else {
        throw .missingTensor(file: file, tensor: expected.name)
      }
      guard found.type == "F32" else {
        throw .wrongType(file: file, tensor: expected.name, expected: "F32", found: found.type)
      }
    }
    let known = Set(ExpectedTensor.all.map(\.name))
    if let unexpected = header.tensors.keys.filter({ !known.contains($0) }).min() {
      throw .unexpectedTensor(file: file, tensor: unexpected)
    }
    let classCount = header.tensors["head.weight"]?.shape.first ?? 0
    guard WeightsFile.classCounts.contains(classCount) else {
      throw .wrongClassCount(file: file, allowed: WeightsFile.classCounts, found: classCount)
    }
    for expected in ExpectedTensor.all {
      let shape = expected.shape.map { $0 == 0 ? classCount : $0 }
      let found = header.tensors[expected.name]?.shape ?? []
      guard found == shape else {
        throw .wrongShape(file: file, tensor: expected.name, expected: shape, found: found)
      }
    }
    return classCount
  }

  /// Do the tensors fill the data section without gap or overlap? Gives each tensor's bytes.
  func layout() throws(WeightsError) -> [String: Range<Int>] {
    guard dataStart % WeightsFile.dataAlignment == 0 else {
      throw .misaligned(file: file, dataStart: dataStart, alignment: WeightsFile.dataAlignment)
    }
    var ranges: [String: Range<Int>] = [:]
    var end = 0
    // The format fixes the order, so each tensor must begin where the one before it ended.
    for tensor in ExpectedTensor.all {
      guard let entry = header.tensors[tensor.name] else { continue }
      // The shapes are the network's by now: the product is small and cannot overflow.
      let next = end + entry.shape.reduce(1, *) * Self.bytesPerFloat
      guard entry.offsets == [end, next] else {
        throw .wrongOffsets(
          file: file, tensor: tensor.name, expected: [end, next], found: entry.offsets)
      }
      ranges[tensor.name] = (dataStart + end)..<(dataStart + next)
      end = next
    }
    let expectedBytes = dataStart + end
    guard bytes.count >= expectedBytes else {
      throw .truncated(file: file, expectedBytes: expectedBytes, foundBytes: bytes.count)
    }
    guard bytes.count == expectedBytes else {
      throw .trailingBytes(file: file, expectedBytes: expectedBytes, foundBytes: bytes.count)
    }
    return ranges
  }

  /// Is the data what was written?
  func dataDigest() throws(WeightsError) {
    let expected = try value(of: Self.checksumKey)
    let found: String
    do {
      found = try SHA256Digest(of: UnsafeRawBufferPointer(rebasing: bytes[dataStart...]))
        .hexadecimal
    } catch {
      throw .digestFailed(file: file)
    }
    guard found == expected else {
      throw .wrongChecksum(file: file, expected: expected, found: found)
    }
  }

  /// Is every number a number? A training run that diverged writes a file that is whole otherwise.
  func numbers(in ranges: [String: Range<Int>]) throws(WeightsError) {
    let exponent: UInt32 = 0x7F80_0000
    for tensor in ExpectedTensor.all {
      guard let range = ranges[tensor.name] else { continue }
      let words = UnsafeRawBufferPointer(rebasing: bytes[range]).bindMemory(to: UInt32.self)
      if let index = words.firstIndex(where: { $0 & exponent == exponent }) {
        throw .notFinite(file: file, tensor: tensor.name, index: index)
      }
    }
  }

  private func value(of key: String) throws(WeightsError) -> String {
    guard let value = header.metadata[key] else { throw .missingMetadata(file: file, key: key) }
    return value
  }
}
