/// A 3x3 convolution of each channel by itself, plus bias, then ReLU6.
///
/// Runs along the channels, four at a time, for four neighbouring output pixels at once so that each
/// weight is loaded once for all of them. A tap outside the picture reads zeros. The bias is added
/// last: where it is large and the products are small, adding it first costs half a digit.
package struct DepthwiseConvolution: Sendable {
  package let channels: Int
  package let rows: SamePadding
  package let columns: SamePadding
  /// [kernel row][kernel column][channel]
  private let weights: PackedFloats
  private let bias: PackedFloats
  /// One pixel of zeros, read wherever the kernel reaches past the edge.
  private let zeros: PackedFloats

  /// - Parameters:
  ///   - weights: [channel][kernel row][kernel column]
  ///   - bias: [channel]
  package init(
    channels: Int, inputHeight: Int, inputWidth: Int, stride: Int,
    weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>
  ) {
    precondition(weights.count == channels * 9 && bias.count == channels)
    precondition(stride == 1 || stride == 2)
    self.channels = channels
    rows = SamePadding(length: inputHeight, stride: stride)
    columns = SamePadding(length: inputWidth, stride: stride)
    self.weights = PackedFloats(transposing: weights, rowCount: channels, columnCount: 9)
    self.bias = PackedFloats(bias)
    zeros = PackedFloats(count: channels) { _ in 0 }
  }

  /// Computes some rows of the output.
  ///
  /// - Parameters:
  ///   - outputRows: the rows to compute, written from `output` on.
  ///   - input: row `firstInputRow` of the input; every row that `rows.inputs(of: outputRows)` names
  ///     must follow.
  package func run(
    outputRows: Range<Int>, _ input: UnsafePointer<Float>, firstInputRow: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    let rowLength = columns.length * channels
    var destination = output
    for outputRow in outputRows {
      let top = rows.firstInput(of: outputRow)
      runRow(
        row(top, of: input, firstInputRow, rowLength),
        row(top + 1, of: input, firstInputRow, rowLength),
        row(top + 2, of: input, firstInputRow, rowLength), into: destination)
      destination += columns.outputLength * channels
    }
  }

  /// A row of the input, or zeros that are read again for every pixel.
  @inline(__always)
  private func row(
    _ index: Int, of input: UnsafePointer<Float>, _ firstInputRow: Int, _ rowLength: Int
  ) -> Row {
    index >= 0 && index < rows.length
      ? Row(start: input + (index - firstInputRow) * rowLength, pixelStride: channels)
      : Row(start: zeros.start, pixelStride: 0)
  }

  private struct Row {
    let start: UnsafePointer<Float>
    /// Floats from one pixel to the next.
    let pixelStride: Int
  }

  @inline(__always)
  private func runRow(
    _ top: Row, _ middle: Row, _ bottom: Row, into output: UnsafeMutablePointer<Float>
  ) {
    let interior = columns.interior
    for column in 0..<interior.lowerBound {
      edgePixel(top, middle, bottom, column, into: output + column * channels)
    }
    if interior.count >= 4 {
      var column = interior.lowerBound
      while true {
        // The last four may overlap the four before: the same numbers are written again.
        column = min(column, interior.upperBound - 4)
        fourPixels(top, middle, bottom, column, into: output + column * channels)
        column += 4
        if column >= interior.upperBound { break }
      }
    } else {
      for column in interior {
        edgePixel(top, middle, bottom, column, into: output + column * channels)
      }
    }
    for column in interior.upperBound..<columns.outputLength {
      edgePixel(top, middle, bottom, column, into: output + column * channels)
    }
  }

  /// Four output pixels from `column` on, none of them at the left or right edge.
  @inline(__always)
  private func fourPixels(
    _ top: Row, _ middle: Row, _ bottom: Row, _ column: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    let first = columns.firstInput(of: column)
    let rowStarts = (
      top.start + first * top.pixelStride, middle.start + first * middle.pixelStride,
      bottom.start + first * bottom.pixelStride
    )
    let strides = (top.pixelStride, middle.pixelStride, bottom.pixelStride)
    let weights = weights.start
    let bias = bias.start
    let channels = channels
    let wholeLanes = channels & ~(laneCount - 1)
    var channel = 0
    if columns.stride == 1 {
      while channel < wholeLanes {
        var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        addRowStride1(rowStarts.0 + channel, strides.0, weights + channel, channels, &sums)
        addRowStride1(
          rowStarts.1 + channel, strides.1, weights + (3 &* channels &+ channel), channels, &sums)
        addRowStride1(
          rowStarts.2 + channel, strides.2, weights + (6 &* channels &+ channel), channels, &sums)
        storeFour(sums, lanes(bias, channel), output + channel)
        channel &+= laneCount
      }
    } else {
      while channel < wholeLanes {
        var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        addRowStride2(rowStarts.0 + channel, strides.0, weights + channel, channels, &sums)
        addRowStride2(
          rowStarts.1 + channel, strides.1, weights + (3 &* channels &+ channel), channels, &sums)
        addRowStride2(
          rowStarts.2 + channel, strides.2, weights + (6 &* channels &+ channel), channels, &sums)
        storeFour(sums, lanes(bias, channel), output + channel)
        channel &+= laneCount
      }
    }
    if channel < channels {
      for pixel in 0..<4 {
        edgePixel(
          top, middle, bottom, column + pixel, into: output + pixel * channels, from: channel)
      }
    }
  }

  @inline(__always)
  private func storeFour(
    _ sums: (Lanes, Lanes, Lanes, Lanes), _ bias: Lanes, _ output: UnsafeMutablePointer<Float>
  ) {
    store(relu6(sums.0 + bias), output, 0)
    store(relu6(sums.1 + bias), output, channels)
    store(relu6(sums.2 + bias), output, 2 &* channels)
    store(relu6(sums.3 + bias), output, 3 &* channels)
  }

  /// Any pixel, perhaps at an edge, from channel `firstChannel` on.
  @inline(never)
  private func edgePixel(
    _ top: Row, _ middle: Row, _ bottom: Row, _ column: Int,
    into output: UnsafeMutablePointer<Float>, from firstChannel: Int = 0
  ) {
    let first = columns.firstInput(of: column)
    // Only the taps whose column exists; the weights of the others are passed over.
    let taps = max(0, -first)..<min(3, columns.length - first)
    let weights = weights.start
    let bias = bias.start
    let wholeLanes = firstChannel + (channels - firstChannel) & ~(laneCount - 1)
    var channel = firstChannel
    while channel < wholeLanes {
      var sum = Lanes.zero
      for tap in taps {
        let place = first &+ tap
        let weight = weights + (tap &* channels &+ channel)
        sum += lanes(top.start, place &* top.pixelStride &+ channel) * lanes(weight, 0)
        sum +=
          lanes(middle.start, place &* middle.pixelStride &+ channel)
          * lanes(weight, 3 &* channels)
        sum +=
          lanes(bottom.start, place &* bottom.pixelStride &+ channel)
          * lanes(weight, 6 &* channels)
      }
      store(relu6(sum + lanes(bias, channel)), output, channel)
      channel &+= laneCount
    }
    while channel < channels {
      var sum: Float = 0
      for tap in taps {
        let place = first &+ tap
        let weight = weights + (tap &* channels &+ channel)
        sum += top.start[place &* top.pixelStride &+ channel] * weight[0]
        sum += middle.start[place &* middle.pixelStride &+ channel] * weight[3 &* channels]
        sum += bottom.start[place &* bottom.pixelStride &+ channel] * weight[6 &* channels]
      }
      output[channel] = relu6(sum + bias[channel])
      channel &+= 1
    }
  }
}

/// Adds one kernel row to four neighbouring pixels at stride 1: six inputs serve twelve products.
@inline(__always)
private func addRowStride1(
  _ input: UnsafePointer<Float>, _ pixelStride: Int, _ weights: UnsafePointer<Float>,
  _ channels: Int, _ sums: inout (Lanes, Lanes, Lanes, Lanes)
) {
  let w0 = lanes(weights, 0)
  let w1 = lanes(weights, channels)
  let w2 = lanes(weights, 2 &* channels)
  let x0 = lanes(input, 0)
  let x1 = lanes(input, pixelStride)
  let x2 = lanes(input, 2 &* pixelStride)
  let x3 = lanes(input, 3 &* pixelStride)
  let x4 = lanes(input, 4 &* pixelStride)
  let x5 = lanes(input, 5 &* pixelStride)
  sums.0 += x0 * w0 + x1 * w1 + x2 * w2
  sums.1 += x1 * w0 + x2 * w1 + x3 * w2
  sums.2 += x2 * w0 + x3 * w1 + x4 * w2
  sums.3 += x3 * w0 + x4 * w1 + x5 * w2
}

/// Adds one kernel row to four neighbouring pixels at stride 2: nine inputs serve twelve products.
@inline(__always)
private func addRowStride2(
  _ input: UnsafePointer<Float>, _ pixelStride: Int, _ weights: UnsafePointer<Float>,
  _ channels: Int, _ sums: inout (Lanes, Lanes, Lanes, Lanes)
) {
  let w0 = lanes(weights, 0)
  let w1 = lanes(weights, channels)
  let w2 = lanes(weights, 2 &* channels)
  let x2 = lanes(input, 2 &* pixelStride)
  let x4 = lanes(input, 4 &* pixelStride)
  let x6 = lanes(input, 6 &* pixelStride)
  sums.0 += lanes(input, 0) * w0 + lanes(input, pixelStride) * w1 + x2 * w2
  sums.1 += x2 * w0 + lanes(input, 3 &* pixelStride) * w1 + x4 * w2
  sums.2 += x4 * w0 + lanes(input, 5 &* pixelStride) * w1 + x6 * w2
  sums.3 +=
    x6 * w0 + lanes(input, 7 &* pixelStride) * w1 + lanes(input, 8 &* pixelStride) * w2
}
