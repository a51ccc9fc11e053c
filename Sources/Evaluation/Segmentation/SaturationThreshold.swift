import Imaging

/// The simple way to a nucleus, which ours is held against: in the part of the picture around the
/// cell, every pixel whose colour is more saturated than the upper of Otsu's two thresholds.
enum SaturationThreshold {
  /// The pixels of `region`, row by row.
  static func nucleus(in image: RGBImage, region: PixelRect) -> [Bool] {
    var saturation: [Float] = []
    saturation.reserveCapacity(region.area)
    for y in region.y..<(region.y + region.height) {
      for x in region.x..<(region.x + region.width) {
        let (red, green, blue) = image[x, y]
        let (most, least) = (max(red, green, blue), min(red, green, blue))
        saturation.append(most == 0 ? 0 : Float(most - least) / Float(most))
      }
    }
    let threshold = Otsu.upperOfThree(saturation, range: 0...1)
    return saturation.map { $0 > threshold }
  }
}
