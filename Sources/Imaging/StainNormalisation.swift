import Foundation

/// Another laboratory's colours for the eye: mean and spread of lightness and colour are brought to
/// those of a stated reference.
///
/// Source: Reinhard and others, "Color transfer between images", IEEE CG&A 21 (2001), in CIE L*a*b*
/// (D65). A field is measured as a whole, so zooming changes nothing. It moves what is rare with what is
/// common: a field without a white cell is pulled to colours it does not have, which is why the
/// spread is at most doubled or halved, and why this is for looking only.
public struct StainNormalisation: Hashable, Sendable {
  /// Mean and standard deviation of L*, a*, b* over the pixels of a field.
  public struct Colours: Hashable, Sendable {
    public let mean: SIMD3<Float>
    public let spread: SIMD3<Float>

    /// Colours from their figures.
    public init(mean: SIMD3<Float>, spread: SIMD3<Float>) {
      self.mean = mean
      self.spread = spread
    }

    /// The colours of a picture.
    public init(of image: RGBImage) {
      let rgb = image.sampleForTone.rgb
      let count = Double(rgb.count / 3)
      var sum = SIMD3<Double>()
      var squares = SIMD3<Double>()
      for first in stride(from: 0, to: rgb.count, by: 3) {
        let look = SIMD3<Double>(LabColour.lab(rgb[first], rgb[first + 1], rgb[first + 2]))
        sum += look
        squares += look * look
      }
      let mean = sum / count
      var variance = squares / count - mean * mean
      variance.replace(with: 0, where: variance .< 0)
      self.init(mean: SIMD3(mean), spread: SIMD3(variance.squareRoot()))
    }

    /// May-Gruenwald-Giemsa on a CellaVision DM96: the mean over the 250 fields of `pbc_boxes`
    /// (Acevedo and others 2020, CC BY 4.0), each at 256 pixels on its longer side.
    public static let reference = Colours(
      mean: SIMD3(78.65, 11.32, 6.28), spread: SIMD3(16.46, 9.75, 15.14))
  }

  private let from: SIMD3<Float>
  private let gain: SIMD3<Float>
  private let to: SIMD3<Float>

  /// From the colours of a picture to those of a reference.
  public init(from own: Colours, to reference: Colours = .reference) {
    from = own.mean
    to = reference.mean
    let ratio =
      reference.spread
      / own.spread.clamped(
        lowerBound: SIMD3(repeating: 1e-3), upperBound: SIMD3(repeating: .greatestFiniteMagnitude))
    gain = ratio.clamped(lowerBound: SIMD3(repeating: 0.5), upperBound: SIMD3(repeating: 2))
  }

  /// Applies it to samples of three channels; colours that cannot be shown are clipped.
  public func apply(to rgb: inout [UInt8]) {
    for first in stride(from: 0, to: rgb.count, by: 3) {
      let look = LabColour.lab(rgb[first], rgb[first + 1], rgb[first + 2])
      let new = LabColour.coded((look - from) * gain + to)
      for channel in 0..<3 { rgb[first + channel] = new[channel] }
    }
  }
}

/// Between coded sRGB and CIE L*a*b* under D65.
private enum LabColour {
  private static let light: [Float] = (0..<256).map { code in
    let coded = Double(code) / 255
    return Float(coded <= 0.04045 ? coded / 12.92 : pow((coded + 0.055) / 1.055, 2.4))
  }

  static func lab(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD3<Float> {
    let (r, g, b) = (light[Int(red)], light[Int(green)], light[Int(blue)])
    func compressed(_ share: Float) -> Float {
      share > 0.008856452 ? cbrtf(share) : share * 7.787037 + 0.13793103
    }
    let x = compressed((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
    let y = compressed(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
    let z = compressed((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
    return SIMD3(116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  static func coded(_ lab: SIMD3<Float>) -> SIMD3<UInt8> {
    func expanded(_ root: Float) -> Float {
      root > 0.20689655 ? root * root * root : (root - 0.13793103) / 7.787037
    }
    let fy = (lab.x + 16) / 116
    let x = expanded(fy + lab.y / 500) * 0.95047
    let y = expanded(fy)
    let z = expanded(fy - lab.z / 200) * 1.08883
    func code(_ light: Float) -> UInt8 {
      let coded = light <= 0.0031308 ? light * 12.92 : 1.055 * powf(light, 1 / 2.4) - 0.055
      return UInt8(min(max(coded * 255 + 0.5, 0), 255))
    }
    return SIMD3(
      code(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
      code(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
      code(0.0556434 * x - 0.2040259 * y + 1.0572252 * z))
  }
}
