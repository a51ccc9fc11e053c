import Digest
import Dispatch

/// The checks of a weights file, each a question of its own; `WeightsFile` asks them in order.
struct WeightsCheck {
  let file: String
  let bytes: UnsafeRawBufferPointer
  let header: SafetensorsHeader
  let dataStart: Int

  static let checksumKey = "data_sha256"
  static let fixedMetadata = [
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

  /// Number of classes that the head's tensor tells of; 0 where there is none.
  var classCount: Int { header.tensors["head.weight"]?.shape.first ?? 0 }
  /// Number of outputs of the hidden layer; nil of a head without one.
  var hiddenCount: Int? { header.tensors["hidden.weight"].map { $0.shape.first ?? 0 } }

  /// The tensors that belong in the file, whose head alone may differ.
  private var expectedTensors: [ExpectedTensor] {
    ExpectedTensor.all(classCount: classCount, hiddenCount: hiddenCount)
  }

  /// Are these the network's tensors, all of them, no others?
  func shapes() throws(WeightsError) {
    let expectedTensors = expectedTensors
    for expected in expectedTensors {
      guard let found = header.tensors[expected.name] else {
        throw .missingTensor(file: file, tensor: expected.name)
      }
      guard StoredNumbers(rawValue: found.type) != nil else {
        let known = StoredNumbers.allCases.map(\.rawValue).joined(separator: " or ")
        throw .wrongType(file: file, tensor: expected.name, expected: known, found: found.type)
      }
    }
    let known = Set(expectedTensors.map(\.name))
    if let unexpected = header.tensors.keys.filter({ !known.contains($0) }).min() {
      throw .unexpectedTensor(file: file, tensor: unexpected)
    }
    guard WeightsFile.classCounts.contains(classCount) else {
      throw .wrongClassCount(file: file, allowed: WeightsFile.classCounts, found: classCount)
    }
    if let hiddenCount,
      !WeightsFile.hiddenCounts.contains(hiddenCount) || !hiddenCount.isMultiple(of: 2)
    {
      throw .wrongHiddenCount(file: file, allowed: WeightsFile.hiddenCounts, found: hiddenCount)
    }
    for expected in expectedTensors {
      let found = header.tensors[expected.name]?.shape ?? []
      guard found == expected.shape else {
        throw .wrongShape(
          file: file, tensor: expected.name, expected: expected.shape, found: found)
      }
    }
  }

  /// Do the tensors fill the data section without gap or overlap? Gives each tensor's place.
  func layout() throws(WeightsError) -> [String: WeightsFile.Tensor] {
    guard dataStart % WeightsFile.dataAlignment == 0 else {
      throw .misaligned(file: file, dataStart: dataStart, alignment: WeightsFile.dataAlignment)
    }
    var tensors: [String: WeightsFile.Tensor] = [:]
    var end = 0
    // The format fixes the order, so each tensor must begin where the one before it ended.
    for tensor in expectedTensors {
      guard let entry = header.tensors[tensor.name],
        let numbers = StoredNumbers(rawValue: entry.type)
      else { continue }
      // The shapes are the network's by now: the product is small and cannot overflow. All but the
      // head's bias, which comes last, hold an even count, so each begins where its numbers may.
      let next = end + entry.shape.reduce(1, *) * numbers.byteCount
      guard entry.offsets == [end, next] else {
        throw .wrongOffsets(
          file: file, tensor: tensor.name, expected: [end, next], found: entry.offsets)
      }
      let range = (dataStart + end)..<(dataStart + next)
      tensors[tensor.name] = WeightsFile.Tensor(range: range, numbers: numbers)
      end = next
    }
    let expectedBytes = dataStart + end
    guard bytes.count >= expectedBytes else {
      throw .truncated(file: file, expectedBytes: expectedBytes, foundBytes: bytes.count)
    }
    guard bytes.count == expectedBytes else {
      throw .trailingBytes(file: file, expectedBytes: expectedBytes, foundBytes: bytes.count)
    }
    return tensors
  }

  /// Is the data what was written? Gives the SHA-256 of the whole file.
  func digests() throws(WeightsError) -> SHA256Digest {
    let expected = try value(of: Self.checksumKey)
    // Two hashes of all bytes are most of what opening takes: both at once. Each writes its own place.
    nonisolated(unsafe) let parts = [
      bytes, UnsafeRawBufferPointer(rebasing: bytes[dataStart...]),
    ]
    let digests = [SHA256Digest?](unsafeUninitializedCapacity: parts.count) { places, count in
      places.initialize(repeating: nil)
      nonisolated(unsafe) let places = places
      DispatchQueue.concurrentPerform(iterations: parts.count) { part in
        places[part] = try? SHA256Digest(of: parts[part])
      }
      count = parts.count
    }
    guard let whole = digests[0], let data = digests[1] else { throw .digestFailed(file: file) }
    guard data.hexadecimal == expected else {
      throw .wrongChecksum(file: file, expected: expected, found: data.hexadecimal)
    }
    return whole
  }

  /// Is every number a number? A training run that diverged writes a file that is whole otherwise.
  func numbers(in tensors: [String: WeightsFile.Tensor]) throws(WeightsError) {
    for expected in expectedTensors {
      guard let tensor = tensors[expected.name] else { continue }
      let data = UnsafeRawBufferPointer(rebasing: bytes[tensor.range])
      if let index = tensor.numbers.firstNotFinite(in: data) {
        throw .notFinite(file: file, tensor: expected.name, index: index)
      }
    }
  }

  private func value(of key: String) throws(WeightsError) -> String {
    guard let value = header.metadata[key] else { throw .missingMetadata(file: file, key: key) }
    return value
  }
}
