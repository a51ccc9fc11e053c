import CPixels

/// From a picture and a cell's box to the numbers the network was trained on.
public struct Preprocess: Hashable, Sendable {
  /// Side of the network's square input in pixels.
  public var side: Int
  /// Side of the crop over the longer side of the box.
  public var cropScale: Double

  /// The values come from the header of the weights.
  public init(side: Int = 224, cropScale: Double = 1.5) {
    self.side = side
    self.cropScale = cropScale
  }

  /// Number of values of one input: `side * side * 3`.
  public var inputCount: Int { side * side * 3 }

  /// Fills `input` (row, column, channel RGB; values in -1...1, x / 127.5 - 1) from the square around
  /// `box`.
  public func fill(_ input: inout [Float], from image: RGBImage, box: PixelRect) {
    precondition(input.count == inputCount, "an input is side * side * 3 values")
    let square = Crop.square(around: box, scale: cropScale)
    input.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      let rowSize = side * 3
      Resample.resizeBilinear(image, region: square, toWidth: side, height: side) { y, row in
        PixelLoops.table.signed_units(row, Int32(rowSize), start + y &* rowSize)
      }
    }
  }

  /// The same in a new array.
  public func input(from image: RGBImage, box: PixelRect) -> [Float] {
    var input = [Float](repeating: 0, count: inputCount)
    fill(&input, from: image, box: box)
    return input
  }
}
