import Foundation
import Imaging
import Review

/// One way to look at a cell that a training has beside the plain one: turned, mirrored, nearer or farther, in
/// another light, camera and stain.
///
/// The cell stays what it is; a head that has seen such views leans less on what only this slide has.
public struct AugmentedView: Hashable, Sendable {
  /// Turn about the middle, in radians.
  public let angle: Double
  public let isMirrored: Bool
  /// Side of what is seen over that of the plain view: less than 1 is nearer.
  public let zoom: Double
  /// Factors of the optical densities of red, green and blue: more or less of the stains.
  public let densities: [Double]
  /// Added to the levels, in parts of the whole range.
  public let brightness: Double
  /// Factor of the levels' distance from the middle of the range.
  public let contrast: Double
  /// Factor of each channel's distance from the pixel's mean.
  public let saturation: Double

  /// The view that a seed draws, the same anywhere.
  public init(seed: UInt64) {
    var source = SplitMix64(seed: seed)
    /// Evenly spread over `low`...`high`; by hand, so that one seed means the same in every toolchain.
    func draw(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * Double(source.next() >> 11) / Double(1 << 53)
    }
    /// Evenly spread in logarithms over 1 / `most`...`most`.
    func factor(_ most: Double) -> Double { exp(draw(-log(most), log(most))) }
    angle = draw(0, 2 * .pi)
    isMirrored = draw(0, 1) < 0.5
    zoom = factor(1.25)
    let amount = factor(1.3)
    densities = (0..<3).map { _ in amount * factor(1.2) }
    brightness = draw(-0.06, 0.06)
    contrast = factor(1.15)
    saturation = factor(1.25)
  }

  /// Fills a network's input (as `Preprocess.fill` does) with this view of the cell in `box`.
  func fill(
    _ input: inout [Float], from image: RGBImage, box: PixelRect, preprocess: Preprocess
  ) {
    let side = preprocess.side
    // A square that holds the view however it is turned, in the view's own resolution.
    let wideSide = Int((Double(side) * 2.0.squareRoot()).rounded(.up))
    let region = Crop.square(
      around: box, scale: preprocess.cropScale * zoom * Double(wideSide) / Double(side))
    let wide = recoloured(
      Resample.resizeBilinear(image, region: region, toWidth: wideSide, height: wideSide))
    let (middle, wideMiddle) = (Float(side) / 2, Float(wideSide) / 2)
    let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
    let mirror: Float = isMirrored ? -1 : 1
    wide.withUnsafeBufferPointer { levels in
      input.withUnsafeMutableBufferPointer { values in
        for y in 0..<side {
          let down = Float(y) + 0.5 - middle
          for x in 0..<side {
            let right = mirror * (Float(x) + 0.5 - middle)
            let fromX = wideMiddle + right * cosine - down * sine - 0.5
            let fromY = wideMiddle + right * sine + down * cosine - 0.5
            let left = min(max(Int(fromX.rounded(.down)), 0), wideSide &- 2)
            let top = min(max(Int(fromY.rounded(.down)), 0), wideSide &- 2)
            let (across, along) = (
              min(max(fromX - Float(left), 0), 1), min(max(fromY - Float(top), 0), 1)
            )
            let first = (top &* wideSide &+ left) &* 3
            let to = (y &* side &+ x) &* 3
            for channel in 0..<3 {
              let level = interpolated(
                levels, at: first &+ channel, rowLength: wideSide &* 3, across: across,
                along: along)
              values[to &+ channel] = level / 127.5 - 1
            }
          }
        }
      }
    }
  }

  /// The levels, 0...255, under this light, camera and stain.
  private func recoloured(_ image: RGBImage) -> [Float] {
    let tables = densities.map { density in
      (0..<256).map { level -> Float in
        // Lambert and Beer: so many times the stain raises the transmitted share to that power.
        let transmitted = pow(Double(level) / 255, density)
        return Float(255 * ((transmitted - 0.5) * contrast + 0.5 + brightness))
      }
    }
    let saturation = Float(saturation)
    var levels = [Float](repeating: 0, count: image.rgb.count)
    for pixel in 0..<(image.width * image.height) {
      let first = pixel &* 3
      let red = tables[0][Int(image.rgb[first])]
      let green = tables[1][Int(image.rgb[first &+ 1])]
      let blue = tables[2][Int(image.rgb[first &+ 2])]
      let mean = (red + green + blue) / 3
      levels[first] = min(max(mean + (red - mean) * saturation, 0), 255)
      levels[first &+ 1] = min(max(mean + (green - mean) * saturation, 0), 255)
      levels[first &+ 2] = min(max(mean + (blue - mean) * saturation, 0), 255)
    }
    return levels
  }
}
