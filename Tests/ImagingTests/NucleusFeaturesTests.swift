import Foundation
import Imaging
import Testing

/// Features of drawn nuclei, against values worked out by hand.
///
/// Rectangles of even colour on white glass: the picture is its own grid, the light is known to a
/// thousandth, and smoothing over 3 x 3 leaves 2/3 of the stain at an inner edge place, 1/3 at an outer
/// one, so at the threshold of 0.5 the part is the rectangle itself, less its four corners, which
/// opening takes.
struct NucleusFeaturesTests {
  struct Spot {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  static let colour: (red: UInt8, green: UInt8, blue: UInt8) = (127, 63, 191)
  // ln((255 + 1) / (value + 1))
  static let red = log(256.0 / 128)
  static let green = log(256.0 / 64)
  static let blue = log(256.0 / 192)
  static let stain = green - blue + 0.3 * red

  static func features(_ spots: [Spot]) -> [NucleusFeatures] {
    let (width, height) = (240, 160)
    var rgb = [UInt8](repeating: 255, count: width * height * 3)
    for spot in spots {
      for y in spot.y..<(spot.y + spot.height) {
        for x in spot.x..<(spot.x + spot.width) {
          let place = 3 * (y * width + x)
          (rgb[place], rgb[place + 1], rgb[place + 2]) = colour
        }
      }
    }
    return CellFinder.candidates(in: RGBImage(width: width, height: height, rgb: rgb))
      .map(\.features)
  }

  private func expect(_ value: Double, _ truth: Double, within error: Double = 1e-3) {
    #expect(abs(value - truth) < error, "\(value) for \(truth)")
  }

  @Test func `a rectangle on glass`() throws {
    let all = Self.features([Spot(x: 100, y: 60, width: 40, height: 30)])
    try #require(all.count == 1)
    // 40 * 30 - 4 places of the 160 the picture is high.
    expect(all[0].diameterInPicture, log((4 * 1196 / Double.pi).squareRoot() / 160))
    expect(all[0].fill, 1196.0 / 1200)
    expect(all[0].blueness, (Self.green - Self.blue) / Self.green)
    // The part's stain, in units of the full one: 1 inside, 2/3 on the 2 * (38 + 28) edge places.
    // The lowest density a field counts for is 0.05, the highest threshold 0.5.
    let mean = Self.stain * (1196 - 132.0 / 3) / 1196
    expect(all[0].stainOverField, log(mean / 0.05))
    expect(all[0].contrast, log(mean / 0.5))
    // It is the largest itself, whole, and of one part.
    #expect(all[0].areaShare == 0)
    #expect(all[0].isCut == 0)
    #expect(all[0].lobes == 0)
    // The ring, three places wide: 3 * 2 * (40 + 30) beside the sides, less two a side, which are
    // the root of 10 away since opening took the corners. At each corner the place
    // itself belongs to the ring, and the three places across that are at most the root of 8 away.
    let ring = Double(6 * 70 - 4 * 2 + 4 * 4)
    // Stain around: 1/3 on 2 * (38 + 28) places along the sides; at each corner 4/9 on the corner
    // itself, twice 2/9 beside it, 1/9 across it.
    let around = Self.stain * (132.0 / 3 + 4 * (4 + 2 * 2 + 1) / 9.0) / ring
    expect(all[0].ringStain, around / mean)
    // Green is not smoothed: it is there on the four corners alone.
    expect(all[0].ringDensity, Self.green * 4 / ring / 0.05, within: 0.02)
  }

  @Test func `a smaller one, one at the edge, and two lobes`() throws {
    let all = Self.features([
      Spot(x: 20, y: 20, width: 40, height: 40), Spot(x: 150, y: 20, width: 30, height: 30),
      Spot(x: 150, y: 100, width: 20, height: 20), Spot(x: 173, y: 100, width: 20, height: 20),
      Spot(x: 0, y: 110, width: 30, height: 30),
    ])
    try #require(all.count == 4)
    #expect(all.map(\.isCut) == [0, 0, 0, 1])
    #expect(all.map(\.lobes) == [0, 0, log(2), 0])
    expect(all[0].areaShare, 0)
    expect(all[1].areaShare, log(896.0 / 1596))
    expect(all[2].areaShare, log(792.0 / 1596))
    expect(all[2].fill, 792.0 / (43 * 20))
  }

  @Test func `half the light changes nothing, a dark red cell is no candidate`() {
    var picture = RGBImage(width: 200, height: 160, red: 255, green: 255, blue: 255).rgb
    for y in 50..<90 {
      for x in 60..<100 { picture[3 * (y * 200 + x) + 1] = 63 }
    }
    func features(_ rgb: [UInt8]) -> [NucleusFeatures] {
      CellFinder.candidates(in: RGBImage(width: 200, height: 160, rgb: rgb)).map(\.features)
    }
    let bright = features(picture)
    // One more than the sample is the light: 256 and 64 become 128 and 32.
    let dim = features(picture.map { ($0 - 1) / 2 })
    #expect(bright.count == 1 && dim.count == 1)
    for (one, other) in zip(bright, dim) {
      expect(one.contrast, other.contrast)
      expect(one.blueness, 1)
      expect(other.blueness, 1)
      #expect(one.fill == other.fill)
    }
    // A red cell, however dark, stops more blue than green.
    var redCell = RGBImage(width: 200, height: 160, red: 255, green: 255, blue: 255).rgb
    for y in 50..<90 {
      for x in 60..<100 {
        redCell[3 * (y * 200 + x) + 1] = 60
        redCell[3 * (y * 200 + x) + 2] = 40
      }
    }
    #expect(features(redCell).isEmpty)
  }

  @Test func `a spot far smaller than the nucleus is scored, and is no cell`() throws {
    var rgb = [UInt8](repeating: 255, count: 240 * 160 * 3)
    for (x, y, side) in [(40, 40, 50), (150, 60, 14)] {
      for row in y..<(y + side) {
        for column in x..<(x + side) {
          let place = 3 * (row * 240 + column)
          (rgb[place], rgb[place + 1], rgb[place + 2]) = Self.colour
        }
      }
    }
    let image = RGBImage(width: 240, height: 160, rgb: rgb)
    let scores = CellFinder.candidates(in: image).map(\.cell.score)
    try #require(scores.count == 2)
    #expect(scores[0] > 0.9 && scores[1] < 0.5)
    #expect(CellFinder.find(in: image).map(\.score) == [scores[0]])
  }
}
