/// The mean over all pixels of each channel.
package struct GlobalAveragePool: Sendable {
  package let pixelCount: Int
  package let channels: Int

  package init(pixelCount: Int, channels: Int) {
    precondition(pixelCount > 0)
    self.pixelCount = pixelCount
    self.channels = channels
  }

  /// Pools [pixel][channel] into [channel].
  package func run(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    let share = 1 / Float(pixelCount)
    let wholeLanes = channels & ~(laneCount - 1)
    var channel = 0
    while channel < wholeLanes {
      var sum = Lanes(repeating: 0)
      var place = channel
      for _ in 0..<pixelCount {
        sum += lanes(input, place)
        place &+= channels
      }
      store(sum * share, output, channel)
      channel &+= laneCount
    }
    while channel < channels {
      var sum: Float = 0
      for pixel in 0..<pixelCount { sum += input[pixel &* channels &+ channel] }
      output[channel] = sum * share
      channel &+= 1
    }
  }
}
