import Digest
import Foundation

extension WeightsFile {
  /// The head that the file holds.
  public var head: Head {
    func layer(_ name: String) -> Head.Layer {
      withTensor("\(name).weight") { weights in
        withTensor("\(name).bias") { Head.Layer(weights: Array(weights), bias: Array($0)) }
      }
    }
    return Head(hidden: hiddenCount.map { _ in layer("hidden") }, output: layer("head"))
  }

  /// The numbers before the head. They come first in the file, without a gap.
  private var base: UnsafeRawBufferPointer {
    guard let first = tensors["stem.weight"]?.range.lowerBound,
      let end = tensors[hiddenCount == nil ? "head.weight" : "hidden.weight"]?.range.lowerBound
    else { preconditionFailure("no network without stem and head") }
    return UnsafeRawBufferPointer(rebasing: mapping.bytes[first..<end])
  }

  /// SHA-256 of the numbers before the head, lower-case hexadecimal: files of the same one give the same
  /// features.
  public func baseSHA256() throws(WeightsError) -> String {
    do { return try SHA256Digest(of: base).hexadecimal } catch { throw .digestFailed(file: path) }
  }

  /// A weights file's bytes: this one's base under another head, which is stored in single precision.
  ///
  /// The same arguments give the same bytes.
  ///
  /// - Parameter metadata: what the header says beside format, version, architecture and the data's digest,
  ///   which are set here.
  public func bytes(
    replacingHeadBy head: Head, metadata: [String: String]
  ) throws(WeightsError) -> [UInt8] {
    let base = base
    var data = Array(base)
    var said = metadata
    for (key, value) in WeightsCheck.fixedMetadata { said[key] = value }
    var header: [String: Any] = [:]
    for tensor in ExpectedTensor.all(classCount: classCount, hiddenCount: hiddenCount) {
      guard let place = tensors[tensor.name], place.range.upperBound <= base.count + dataStart
      else {
        continue
      }
      header[tensor.name] = [
        "dtype": place.numbers.rawValue, "shape": tensor.shape,
        "data_offsets": [
          place.range.lowerBound - dataStart, place.range.upperBound - dataStart,
        ],
      ]
    }
    for (name, shape, numbers) in head.tensors {
      let start = data.count
      for number in numbers {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
      header[name] = [
        "dtype": StoredNumbers.single.rawValue, "shape": shape,
        "data_offsets": [start, data.count],
      ]
    }
    do {
      said[WeightsCheck.checksumKey] = try SHA256Digest(of: data).hexadecimal
    } catch {
      throw .digestFailed(file: path)
    }
    header[SafetensorsHeader.metadataKey] = said
    guard
      let json = try? JSONSerialization.data(
        withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    else { preconditionFailure("texts and whole numbers make JSON") }
    // Blanks behind the header put the data on its boundary, as the format allows.
    let blanks = -(8 + json.count) & (Self.dataAlignment - 1)
    var bytes = withUnsafeBytes(of: UInt64(json.count + blanks).littleEndian) { Array($0) }
    bytes += json
    bytes += Array(repeating: UInt8(ascii: " "), count: blanks)
    return bytes + data
  }

  /// Where the data section starts in the file.
  private var dataStart: Int { tensors["stem.weight"]?.range.lowerBound ?? 0 }
}
