/// Contrast for the eye: the picture's own range of lightness, drawn out to the whole range.
///
/// Measured on the whole picture, so that zooming changes nothing. The three channels get one
/// factor around their common lightness, which keeps the hue; where a channel would leave the
/// range the colour is made paler, not another one.
public struct ContrastStretch: Hashable, Sendable {
  /// The lightness (Rec. 709 luma, 0...255) that becomes black, and the one that becomes white.
  public let black: Float
  public let white: Float

  /// A stretch of known ends.
  public init(black: Float, white: Float) {
    self.black = black
    self.white = white
  }

  /// From the darkest thousandth of the pixels (nuclei keep their texture) to the lightest hundredth, but at
  /// most fourfold: an empty field is
  /// not to become a field of noise. White stays on top then, as the light of a microscope is.
  public init(measuring image: RGBImage) {
    let sample = image.sampleForTone
    var counts = [Int](repeating: 0, count: 256)
    for pixel in 0..<(sample.rgb.count / 3) {
      counts[Int(Self.luma(sample.rgb, pixel * 3) + 0.5)] += 1
    }
    let all = sample.rgb.count / 3
    func percentile(_ share: Double) -> Float {
      var left = Int((Double(all) * share).rounded())
      for (level, count) in counts.enumerated() {
        left -= count
        if left < 0 { return Float(level) }
      }
      return 255
    }
    let white = percentile(0.99)
    self.init(black: max(0, min(percentile(0.001), white - 255 / 4)), white: max(white, 255 / 4))
  }

  /// Applies the stretch to samples of three channels.
  public func apply(to rgb: inout [UInt8]) {
    let gain = 255 / (white - black)
    for first in stride(from: 0, to: rgb.count, by: 3) {
      let old = Self.luma(rgb, first)
      let new = min(max((old - black) * gain, 0), 255)
      let colour = SIMD3(Float(rgb[first]), Float(rgb[first + 1]), Float(rgb[first + 2])) - old
      let (up, down) = (colour.max(), -colour.min())
      var factor = gain
      if up * factor > 255 - new { factor = (255 - new) / up }
      if down * factor > new { factor = new / down }
      for channel in 0..<3 {
        rgb[first + channel] = UInt8(min(max(new + factor * colour[channel] + 0.5, 0), 255))
      }
    }
  }

  private static func luma(_ rgb: [UInt8], _ first: Int) -> Float {
    0.2126 * Float(rgb[first]) + 0.7152 * Float(rgb[first + 1]) + 0.0722 * Float(rgb[first + 2])
  }
}

extension RGBImage {
  /// The picture at a size that is quick to measure and the same for a preview decoded small.
  var sampleForTone: RGBImage {
    let longest = max(width, height)
    let side = 256
    guard longest > side else { return self }
    return Resample.areaAverage(
      self,
      region: SubpixelRect(x: 0, y: 0, width: Double(width), height: Double(height)),
      toWidth: max(1, (width * side + longest / 2) / longest),
      height: max(1, (height * side + longest / 2) / longest))
  }
}
