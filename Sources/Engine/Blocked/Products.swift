import CKernels

/// A matrix of weights packed for the kernels: of a 1x1 convolution, of the first convolution, of the head.
///
/// Packed as [panel][input][channel of the panel]: the kernels read it from front to back. What is stored
/// in half precision stays so where there is much of it, and half as much comes from memory: the kernels widen
/// it, exactly, once for each panel.
///
/// Where ReLU6 made the input, as that of a project layer, most of it is zeros, and the kernels pass them over; the answer
/// has the same bits.
///
/// A class: each use of a structure within an enumeration would retain its three references, in every thread.
package final class Products: Sendable {
  package let inputCount: Int
  package let outputChannels: Int
  /// Whether ReLU6 follows.
  package let isActivated: Bool
  /// Whether zeros of the input are passed over.
  package let isRectified: Bool
  /// Channels of each panel but the last.
  package let panelChannels: Int
  private let kernels: Kernels
  private let weights: PackedNumbers
  private let bias: PackedFloats

  /// From this many weights on, halves stay halves: fewer are in the second level cache anyway, where
  /// widening them costs more than it saves.
  static let manyWeights = 50_000

  /// Where products read and write.
  struct Place {
    var input: UnsafePointer<Float>
    /// Numbers of a pixel that lie together, and floats to the next such run.
    var segmentLength = blockChannels
    var segmentStride: Int
    /// Floats from one pixel to the next, 16 or 6.
    var pixelStride = blockChannels
    var pixelCount: Int
    var output: UnsafeMutablePointer<Float>
    var outputBlockStride: Int
    /// Added to the result; laid out as the output, and not the output itself where the input is rectified.
    var residual: UnsafePointer<Float>?
    /// Room for `widenedCount` floats, of this thread alone.
    var widened: UnsafeMutablePointer<Float>?
  }

  /// - Parameters:
  ///   - isRectified: whether zeros of the input are to be passed over, of whole blocks of channels; worth it where
  ///     half of the input and more is zeros and there are many outputs.
  ///   - weights: [output][input]
  ///   - bias: [output]
  init(
    kernels: Kernels, inputCount: Int, outputChannels: Int, isActivated: Bool,
    isRectified: Bool = false, weights: LayerNumbers, bias: UnsafeBufferPointer<Float>
  ) {
    precondition(weights.count == inputCount * outputChannels && bias.count == outputChannels)
    precondition(!isRectified || inputCount % blockChannels == 0)
    self.kernels = kernels
    self.inputCount = inputCount
    self.outputChannels = outputChannels
    self.isActivated = isActivated
    self.isRectified = isRectified
    let panelChannels = kernels.panelChannels(of: outputChannels, isRectified: isRectified)
    let lanes = kernels.lanes
    self.panelChannels = panelChannels
    let paddedChannels = (outputChannels + lanes - 1) / lanes * lanes
    self.bias = PackedFloats(zeroPadding: bias, to: paddedChannels)
    let count = paddedChannels * inputCount
    let keepsHalves = outputChannels * inputCount >= Self.manyWeights
    func pack<Stored, Packed: ExpressibleByIntegerLiteral>(
      _ numbers: UnsafeBufferPointer<Stored>, _ converted: (Stored) -> Packed
    ) -> PackedNumbers {
      PackedNumbers(count: count, of: Packed.self) { packed in
        guard let source = numbers.baseAddress else { return }
        for first in Swift.stride(from: 0, to: outputChannels, by: panelChannels) {
          let width = min(panelChannels, paddedChannels - first)
          Self.transpose(
            source + first * inputCount, rowCount: min(width, outputChannels - first),
            columnCount: inputCount, into: packed + first * inputCount, rowLength: width, converted)
        }
      }
    }
    self.weights =
      switch weights {
      case .singles(let numbers): pack(numbers) { $0 }
      case .halves(let numbers) where keepsHalves: pack(numbers) { $0 }
      case .halves(let numbers): pack(numbers) { widened($0) }
      }
  }

  /// [row][column] to [column][row], in runs of 16 columns, which are cache lines of the source; rows that
  /// `rowLength` has beyond `rowCount` become zeros.
  @inline(__always)
  private static func transpose<Stored, Packed: ExpressibleByIntegerLiteral>(
    _ source: UnsafePointer<Stored>, rowCount: Int, columnCount: Int,
    into target: UnsafeMutablePointer<Packed>, rowLength: Int, _ converted: (Stored) -> Packed
  ) {
    var firstColumn = 0
    while firstColumn < columnCount {
      let end = min(firstColumn &+ 16, columnCount)
      for row in 0..<rowLength {
        var place = target + (firstColumn &* rowLength &+ row)
        if row < rowCount {
          let line = source + (row &* columnCount)
          for column in firstColumn..<end {
            place.initialize(to: converted(line[column]))
            place += rowLength
          }
        } else {
          for _ in firstColumn..<end {
            place.initialize(to: 0)
            place += rowLength
          }
        }
      }
      firstColumn = end
    }
  }

  /// Floats of a panel, or of a part of it, whose halves are widened; none where the weights are floats anyway.
  var widenedCount: Int {
    guard weights.isHalf else { return 0 }
    return isRectified ? Int(hv_part_numbers) : inputCount * panelChannels
  }

  /// Panels of output channels.
  package var panelCount: Int { (outputChannels + panelChannels - 1) / panelChannels }

  /// Tiles of the panels `panels`, for `run`.
  func tiles(of panels: Range<Int>, pixelCount: Int) -> Range<Int> {
    precondition(!isRectified)
    let tiles = tileCount(pixelCount)
    return (panels.lowerBound * tiles)..<(panels.upperBound * tiles)
  }

  /// All tiles, panel by panel.
  func tiles(pixelCount: Int) -> Range<Int> {
    isRectified
      ? 0..<tileCount(pixelCount) : tiles(of: 0..<panelCount, pixelCount: pixelCount)
  }

  private func tileCount(_ pixelCount: Int) -> Int {
    kernels.tileCount(
      outputChannels: outputChannels, pixelCount: pixelCount, isRectified: isRectified)
  }

  /// Computes `tiles` of all that `tiles(pixelCount:)` names.
  ///
  /// - Parameter segmentCount: runs of each pixel's input that exist, where the last are outside the
  ///   picture; nil when all exist, of which the last may be shorter.
  @inline(__always)
  func run(_ place: Place, tiles: Range<Int>, segmentCount: Int? = nil) {
    let segments = segmentCount ?? inputCount / place.segmentLength
    let tail = segmentCount == nil ? inputCount % place.segmentLength : 0
    kernels.products(
      hv_products(
        input: place.input, segment_stride: place.segmentStride,
        segment_count: Int32(truncatingIfNeeded: segments),
        segment_length: Int32(truncatingIfNeeded: place.segmentLength),
        tail_length: Int32(truncatingIfNeeded: tail),
        depth: Int32(truncatingIfNeeded: inputCount),
        pixel_stride: Int32(truncatingIfNeeded: place.pixelStride),
        pixel_count: Int32(truncatingIfNeeded: place.pixelCount),
        output_channels: Int32(truncatingIfNeeded: outputChannels),
        is_rectified: isRectified ? 1 : 0, weights: weights.start,
        has_half_weights: weights.isHalf ? 1 : 0, widened: place.widened, bias: bias.start,
        output: place.output,
        output_block_stride: place.outputBlockStride,
        residual: place.residual, is_activated: isActivated ? 1 : 0,
        first_tile: Int32(truncatingIfNeeded: tiles.lowerBound),
        end_tile: Int32(truncatingIfNeeded: tiles.upperBound)))
  }
}
