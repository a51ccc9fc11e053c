/// How a network from elsewhere wants a crop: in its own scale of numbers, perhaps turned by half.
///
/// `Preprocess` gives every crop in -1...1. What is done to it after that (views, blur) is the same for all
/// models; this comes last, at the network's door.
struct Presentation: Equatable, Sendable, Codable {
  /// Taken from each channel, red, green, blue, as a share of the whole range: x / 255 - mean.
  let mean: [Double]
  /// Divides each channel after that: (x / 255 - mean) / deviation.
  let deviation: [Double]
  /// Whether the network is given the crop turned by half.
  ///
  /// A convolution of stride 2 on an even side looks over the lower right edge here, as in Keras. One that looks
  /// over the upper left edge, as in PyTorch, is the same one turned by half on a picture turned by half.
  let isTurned: Bool

  private enum CodingKeys: String, CodingKey {
    case mean, deviation
    case isTurned = "turned"
  }

  /// Three finite means, and three deviations that can divide: 1/255 is that of a network of plain bytes.
  var isBelievable: Bool {
    mean.count == 3 && mean.allSatisfy { abs($0) <= 10 }
      && deviation.count == 3 && deviation.allSatisfy { (0.001...1000).contains($0) }
  }

  /// The crop, pixels of three numbers in -1...1, row by row, as the network wants it.
  func applied(to crop: [Float]) -> [Float] {
    let gains = deviation.map { Float(0.5 / $0) }
    let offsets = zip(mean, deviation).map { Float((0.5 - $0) / $1) }
    let pixels = crop.count / 3
    return [Float](unsafeUninitializedCapacity: crop.count) { numbers, count in
      for pixel in 0..<pixels {
        let from = (isTurned ? pixels - 1 - pixel : pixel) &* 3
        for channel in 0..<3 {
          numbers[pixel &* 3 &+ channel] = crop[from &+ channel] * gains[channel] + offsets[channel]
        }
      }
      count = crop.count
    }
  }
}
