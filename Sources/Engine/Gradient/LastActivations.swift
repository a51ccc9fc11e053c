/// The last convolution's output of one run, as a path lays it out: 7 x 7 pixels of 1,280 channels.
struct LastActivations {
  let start: UnsafePointer<Float>
  /// Floats from one pixel to the next.
  let pixelStride: Int
  /// Floats from 16 channels of a pixel to its next 16.
  let blockStride: Int

  static let pixelCount = Network.last.outputSide * Network.last.outputSide
  static let count = Network.last.outputCount

  /// [channel / 16][pixel][channel % 16], as the kernels of AVX-512 and AVX2 store it.
  init(blocked start: UnsafePointer<Float>) {
    self.start = start
    pixelStride = blockChannels
    blockStride = Self.pixelCount * blockChannels
  }

  /// [pixel][channel], as the portable path stores it.
  init(interleaved start: UnsafePointer<Float>) {
    self.start = start
    pixelStride = Network.last.outputChannels
    blockStride = blockChannels
  }

  /// Sum over the channels of each pixel, each channel times its weight: 7 x 7 numbers, row by row.
  func weightedSum(_ weights: UnsafePointer<Float>) -> [Float] {
    let lanesOfBlock = blockChannels / laneCount
    return (0..<Self.pixelCount).map { pixel in
      var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var place = start + pixel * pixelStride
      var weight = weights
      for _ in 0..<(Network.last.outputChannels / blockChannels) {
        sums.0 += lanes(place, 0) * lanes(weight, 0)
        sums.1 += lanes(place, 1 * laneCount) * lanes(weight, 1 * laneCount)
        sums.2 += lanes(place, 2 * laneCount) * lanes(weight, 2 * laneCount)
        sums.3 += lanes(place, 3 * laneCount) * lanes(weight, 3 * laneCount)
        place += blockStride
        weight += lanesOfBlock * laneCount
      }
      return ((sums.0 + sums.1) + (sums.2 + sums.3)).sum()
    }
  }
}
