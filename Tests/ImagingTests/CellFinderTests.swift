import Imaging
import TestSupport
import Testing

struct CellFinderTests {
  /// A simple smear: pink discs on pale glass, purple nuclei where asked, light that may fall off.
  struct Smear {
    var width = 480
    var height = 360
    var redCells = 40
    var nuclei: [(x: Double, y: Double, radius: Double)] = []
    var light: (red: Double, green: Double, blue: Double) = (235, 230, 225)
    var vignette = 0.0

    func draw(seed: UInt64 = 1) -> RGBImage {
      var random = SeededGenerator(seed: seed)
      let discs = (0..<redCells).map { _ in
        (
          x: Double.random(in: 0..<Double(width), using: &random),
          y: Double.random(in: 0..<Double(height), using: &random)
        )
      }
      var rgb: [UInt8] = []
      for y in 0..<height {
        for x in 0..<width {
          func isIn(_ disc: (x: Double, y: Double), _ radius: Double) -> Bool {
            let (dx, dy) = (Double(x) - disc.x, Double(y) - disc.y)
            return dx * dx + dy * dy < radius * radius
          }
          var passes = (red: 1.0, green: 1.0, blue: 1.0)
          if discs.contains(where: { isIn($0, 22) }) { passes = (0.92, 0.72, 0.75) }
          if nuclei.contains(where: { isIn(($0.x, $0.y), $0.radius) }) { passes = (0.5, 0.3, 0.65) }
          let (u, v) = (Double(x) / Double(width) - 0.5, Double(y) / Double(height) - 0.5)
          let fall = 1 - vignette * (u * u + v * v) * 2
          for value in [
            passes.red * light.red, passes.green * light.green, passes.blue * light.blue,
          ] {
            rgb.append(
              UInt8(max(0, min(255, value * fall + Double.random(in: -3...3, using: &random)))))
          }
        }
      }
      return RGBImage(width: width, height: height, rgb: rgb)
    }
  }

  private func expectOne(_ smear: Smear, seed: UInt64 = 1) throws {
    let cells = CellFinder.find(in: smear.draw(seed: seed))
    #expect(cells.count == 1)
    let nucleus = try #require(smear.nuclei.first)
    let truth = PixelRect(
      x: Int(nucleus.x - nucleus.radius), y: Int(nucleus.y - nucleus.radius),
      width: Int(2 * nucleus.radius), height: Int(2 * nucleus.radius))
    let found = try #require(cells.first)
    #expect(found.nucleus.intersectionOverUnion(truth) > 0.8)
    #expect(found.box.intersection(found.nucleus) == found.nucleus)
    #expect(found.contrast > 1)
    #expect((0.5...1).contains(found.score))
  }

  @Test func `a field of red cells alone has no white cell`() {
    #expect(CellFinder.find(in: Smear().draw()).isEmpty)
  }

  @Test func `empty glass, whatever its colour, has no white cell`() {
    for (red, green, blue) in [(255, 255, 255), (0, 0, 0), (240, 235, 150), (90, 60, 140)] {
      let glass = RGBImage(
        width: 200, height: 150, red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
      #expect(CellFinder.find(in: glass).isEmpty)
    }
    #expect(CellFinder.find(in: Smear(redCells: 0).draw()).isEmpty)
  }

  @Test func `what is dark all over has no white cell`() {
    for (width, height) in [(1, 1), (2, 2), (64, 48), (300, 200)] {
      let dark = RGBImage(width: width, height: height, red: 40, green: 10, blue: 60)
      #expect(CellFinder.find(in: dark).isEmpty)
    }
  }

  @Test func `every candidate has a score from 0 to 1, and the cells are the likely ones`() {
    for seed in 0..<6 {
      let nuclei = [(200.0, 150.0, 30.0), (90.0, 300.0, 7.0), (400.0, 60.0, 12.0)]
      let image = Smear(nuclei: nuclei).draw(seed: UInt64(seed))
      let candidates = CellFinder.candidates(in: image).map(\.cell)
      #expect(candidates.count >= 2)
      #expect(candidates.allSatisfy { (0...1).contains($0.score) })
      let cells = CellFinder.find(in: image)
      #expect(Set(cells).isSubset(of: candidates))
      let least = cells.map(\.score).min() ?? 1
      #expect(candidates.allSatisfy { cells.contains($0) || $0.score < least })
      #expect(CellFinder.candidates(in: image).map(\.cell) == candidates, "seed \(seed)")
    }
  }

  @Test func `a platelet's worth of purple is no white cell`() {
    #expect(CellFinder.find(in: Smear(nuclei: [(200, 150, 8)]).draw()).isEmpty)
    #expect(CellFinder.find(in: Smear(nuclei: [(200, 150, 8), (90, 300, 7)]).draw()).isEmpty)
  }

  @Test(arguments: 0..<6)
  func `one nucleus among red cells gives one cell`(seed: Int) throws {
    try expectOne(Smear(nuclei: [(240, 180, 32)]), seed: UInt64(seed))
  }

  @Test func `neither the colour nor the fall of the light matters`() throws {
    try expectOne(Smear(nuclei: [(300, 120, 32)], light: (240, 230, 140)))
    try expectOne(Smear(nuclei: [(300, 120, 32)], light: (150, 160, 190)))
    try expectOne(Smear(nuclei: [(60, 290, 32)], vignette: 0.7))
  }

  @Test func `lobes of one nucleus are one cell, far nuclei are several in reading order`() {
    let lobed = Smear(nuclei: [(220, 180, 17), (252, 190, 17), (238, 162, 15)]).draw()
    #expect(CellFinder.find(in: lobed).count == 1)
    let far = Smear(nuclei: [(380, 70, 30), (90, 80, 30), (240, 280, 30)]).draw()
    let centres = CellFinder.find(in: far).map { $0.box.x + $0.box.width / 2 }
    #expect(centres.count == 3)
    for (found, drawn) in zip(centres, [90, 380, 240]) { #expect(abs(found - drawn) <= 3) }
  }

  @Test func `a picture that is mostly one cell is one cell`() throws {
    try expectOne(Smear(width: 120, height: 120, redCells: 0, nuclei: [(60, 58, 30)]))
    try expectOne(Smear(width: 120, height: 120, redCells: 3, nuclei: [(60, 58, 40)]))
  }

  @Test func `the same picture at three times the size gives the same cells`() {
    let image = Smear(nuclei: [(380, 70, 30), (90, 220, 30)]).draw()
    let big = Resample.areaAverage(
      image, region: SubpixelRect(image.bounds), toWidth: 1440, height: 1080)
    let small = CellFinder.find(in: image).map(\.box)
    let large = CellFinder.find(in: big).map(\.box)
    #expect(small.count == 2 && large.count == 2)
    for (one, three) in zip(small, large) {
      let back = PixelRect(
        x: three.x / 3, y: three.y / 3, width: three.width / 3, height: three.height / 3)
      #expect(one.intersectionOverUnion(back) > 0.85)
    }
  }

  @Test(arguments: [(1, 1), (1, 400), (400, 1), (2, 3), (7, 5), (641, 3)])
  func `pictures too small to hold a cell hold none`(width: Int, height: Int) {
    var random = SeededGenerator(seed: 7)
    let rgb = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let cells = CellFinder.find(in: RGBImage(width: width, height: height, rgb: rgb))
    #expect(cells.isEmpty)
  }

  @Test(arguments: 0..<12)
  func `boxes lie inside the picture and repeat themselves, whatever the picture`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let coarse = RGBImage(
      width: 9, height: 7,
      rgb: (0..<189).map { _ in UInt8.random(in: 0...255, using: &random) })
    let image = Resample.areaAverage(
      coarse, region: SubpixelRect(coarse.bounds), toWidth: 333, height: 251)
    let cells = CellFinder.find(in: image)
    #expect(cells == CellFinder.find(in: image), "seed \(seed)")
    for cell in cells {
      #expect(cell.box.intersection(image.bounds) == cell.box, "seed \(seed)")
      #expect(cell.box.width > 0 && cell.box.height > 0, "seed \(seed)")
    }
  }
}
