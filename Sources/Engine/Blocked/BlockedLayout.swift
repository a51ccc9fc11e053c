/// Blocks of 16 channels: [channel / 16][pixel][channel % 16].
///
/// A pixel's block is one cache line. Where the channels are no multiple of 16, the last block has room
/// for all 16 and nothing is ever read from what is left over.
package enum BlockedLayout {
  /// Blocks that hold `channels`.
  package static func blockCount(_ channels: Int) -> Int {
    (channels + blockChannels - 1) / blockChannels
  }

  /// Floats that a blocked tensor takes.
  package static func count(pixels: Int, channels: Int) -> Int {
    blockCount(channels) * pixels * blockChannels
  }

  /// [pixel][channel] to blocks.
  package static func blocked(_ values: [Float], channels: Int) -> [Float] {
    let pixels = values.count / channels
    var result = [Float](repeating: 0, count: count(pixels: pixels, channels: channels))
    for pixel in 0..<pixels {
      for channel in 0..<channels {
        result[place(pixel, channel, pixels)] = values[pixel * channels + channel]
      }
    }
    return result
  }

  /// Blocks to [pixel][channel].
  package static func interleaved(
    _ values: UnsafePointer<Float>, pixels: Int, channels: Int
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: pixels * channels) { result, filled in
      for pixel in 0..<pixels {
        for channel in 0..<channels {
          result.initializeElement(
            at: pixel * channels + channel, to: values[place(pixel, channel, pixels)])
        }
      }
      filled = pixels * channels
    }
  }

  private static func place(_ pixel: Int, _ channel: Int, _ pixels: Int) -> Int {
    (channel / blockChannels * pixels + pixel) * blockChannels + channel % blockChannels
  }
}
