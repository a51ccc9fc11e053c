import Foundation
import Imaging

/// The surroundings of one found cell, reduced to a grid that is fine enough for its outline.
struct CellGrid {
  /// In pixels, whole places; may reach past the picture by less than a place at the right and below.
  let region: PixelRect
  let reduction: Int
  let width: Int
  let height: Int
  /// The box in places from the region's corner.
  let centreX: Float
  let centreY: Float
  let halfWidth: Float
  let halfHeight: Float
  /// The part of the light that each place takes away, softened: 0 on glass, 1 where nothing comes
  /// through. Unlike the density it does not run away in very dark stains, where the camera clips.
  let red: Plane
  let green: Plane
  let blue: Plane
  /// Likeness to nuclear stain, as in `StainMap`: green less blue, and a part of red.
  let stain: Plane

  /// The region is this much larger than the box, on every side, in parts of its longer side:
  private static let margin = 0.5
  /// and at most so many places wide: a nucleus is then 40 to 80 places wide.
  private static let longestSide = 144
  private static let redWeight: Float = 0.3

  init(_ box: PixelRect, in image: RGBImage, glass: Glass) {
    let longer = max(box.width, box.height)
    let margin = Int((Self.margin * Double(longer)).rounded())
    let wished = PixelRect(
      x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin,
      height: box.height + 2 * margin
    ).intersection(image.bounds)
    let reduction = max(1, (max(wished.width, wished.height) - 1) / Self.longestSide + 1)
    width = max(1, (wished.width + reduction - 1) / reduction)
    height = max(1, (wished.height + reduction - 1) / reduction)
    region = PixelRect(
      x: wished.x, y: wished.y, width: width * reduction, height: height * reduction)
    self.reduction = reduction
    let step = Float(reduction)
    halfWidth = Float(max(box.width, 1)) / 2 / step
    halfHeight = Float(max(box.height, 1)) / 2 / step
    centreX = Float(box.x - region.x) / step + halfWidth
    centreY = Float(box.y - region.y) / step + halfHeight
    let density = RegionDensity(image, region: region, reduction: reduction, glass: glass)
    let (width, height) = (width, height)
    func plane(_ values: [Float]) -> Plane {
      Plane(width: width, height: height, values: values.map { 1 - exp(-$0) }).softened()
    }
    let (red, green, blue) = (plane(density.red), plane(density.green), plane(density.blue))
    var stain = green
    for place in stain.values.indices {
      stain.values[place] += Self.redWeight * max(red.values[place], 0) - blue.values[place]
    }
    (self.red, self.green, self.blue, self.stain) = (red, green, blue, stain)
  }

  var count: Int { width * height }

  /// Half of the box's longer side, in places.
  var reach: Float { max(halfWidth, halfHeight) }

  /// How far out a place lies, seen from the middle of the box: 1 on the ellipse that fills it.
  @inline(__always)
  func radius(x: Int, y: Int) -> Float {
    let u = (Float(x) + 0.5 - centreX) / halfWidth
    let v = (Float(y) + 0.5 - centreY) / halfHeight
    return (u * u + v * v).squareRoot()
  }
}
