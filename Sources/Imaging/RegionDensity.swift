/// Optical densities of a part of a picture against its glass, on a grid of the part's own.
package struct RegionDensity: Sendable {
  /// Pixels of the picture per place, both ways.
  package let reduction: Int
  /// Size of the grid in places.
  package let width: Int
  package let height: Int
  /// `height * width` natural-logarithm densities each, unsmoothed; about 0 on glass.
  package let red: [Float]
  package let green: [Float]
  package let blue: [Float]

  /// The densities in `region`, whose sides are multiples of `reduction`; where it reaches past the
  /// picture the edge pixels are repeated.
  package init(_ image: RGBImage, region: PixelRect, reduction: Int, glass: Glass) {
    precondition(region.width % reduction == 0 && region.height % reduction == 0, "whole places")
    self.reduction = reduction
    let (width, height) = (region.width / reduction, region.height / reduction)
    (self.width, self.height) = (width, height)
    let light = ReducedLight(
      image.cropped(to: region), reduction: reduction, width: width, height: height)
    let step = Double(reduction)
    let planes = (0..<3).map { channel in
      [Float](count: width * height) { plane in
        for y in 0..<height {
          let row = plane + y * width
          glass.fill(
            row, count: width, x: Double(region.x) + step / 2,
            y: Double(region.y) + (Double(y) + 0.5) * step, step: step, channel: channel)
          light.withLevels { levels in
            ReducedLight.logs.withStart { logs in
              let levels = levels + (channel * light.plane + y * width)
              for x in 0..<width { row[x] -= logs[Int(levels[x])] }
            }
          }
        }
      }
    }
    (red, green, blue) = (planes[0], planes[1], planes[2])
  }
}
