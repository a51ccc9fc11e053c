// What the engine's portable path asks of files that embedded Swift cannot take (they need Foundation,
// libcrypto or threads), under the same names.

import CDriver

/// The data of the shipped weights file: of each layer the weights in halves, then the biases in singles.
final class WeightsFile {
  let classCount = 8
  let hiddenCount: Int? = nil
  private let layers: [LayerShape]
  private let bytes: UnsafeRawBufferPointer

  init(path: StaticString) {
    layers = Network.layers(classCount: 8).filter { $0.kind != .averagePool }
    var count = 0
    let start = hv_read(path.text, &count)
    bytes = UnsafeRawBufferPointer(start: start, count: count)
    precondition(count == layers.reduce(0) { $0 + $1.byteCount })
  }

  func withLayer<Result>(
    _ layer: LayerShape,
    _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let start = layers.prefix { $0 != layer }.reduce(0) { $0 + $1.byteCount }
    let split = start + layer.weightCount * StoredNumbers.half.byteCount
    let weights = UnsafeRawBufferPointer(rebasing: bytes[start..<split])
    let biases = UnsafeRawBufferPointer(rebasing: bytes[split..<(start + layer.byteCount)])
    return StoredNumbers.half.withFloats(weights) { weights in
      StoredNumbers.single.withFloats(biases) { biases in body(weights, biases) }
    }
  }
}

enum Inference {
  enum Stage {
    case stem
    case block(Int)
    case last
    case pooled
    case logits
  }
}

extension LayerShape {
  /// Weights without the biases.
  var weightCount: Int {
    switch kind {
    case .convolution: outputChannels * inputChannels * 9
    case .pointwise, .dense: outputChannels * inputChannels
    case .depthwise: outputChannels * 9
    case .averagePool: 0
    }
  }

  /// Of weights and biases in the file.
  fileprivate var byteCount: Int {
    weightCount * StoredNumbers.half.byteCount + outputChannels * StoredNumbers.single.byteCount
  }
}

extension FloatBuffer {
  /// The floats of a file.
  convenience init(file: StaticString) {
    var byteCount = 0
    let bytes = hv_read(file.text, &byteCount)
    self.init(count: byteCount / MemoryLayout<Float>.stride)
    if let bytes { UnsafeMutableRawPointer(start).copyMemory(from: bytes, byteCount: byteCount) }
    free(bytes)
  }
}

extension StaticString {
  var text: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
