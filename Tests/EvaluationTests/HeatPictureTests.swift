import Evaluation
import Imaging
import Review
import Testing

/// The picture of heat: what is drawn where.
@Suite struct HeatPictureTests {
  private func explanation(_ box: Box, _ evidence: [Float]) -> Explanation {
    let side = 3 * max(box.width, box.height) / 2
    return Explanation(
      label: Label(rawValue: "MONOCYTE"), box: box,
      region: Box(
        x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2, width: side,
        height: side), side: 7, evidence: evidence)
  }

  /// Paints heat as red, and nothing else as pure red.
  private func drawn(_ image: RGBImage, _ explanations: [Explanation]) -> RGBImage {
    HeatPicture(image, cells: explanations.map { HeatPicture.Cell($0, line: "1. a cell") }) {
      _, heat in SIMD3(UInt8(heat * 255), 0, 0)
    }.drawn(signed: ["For research use only."])
  }

  private let grey = RGBImage(width: 700, height: 400, red: 150, green: 150, blue: 150)
  private let middle = (0..<49).map { Float($0 == 24 ? 1 : 0) }

  @Test func `heat is over the cell's crop, the rest stays`() {
    let box = Box(x: 100, y: 100, width: 80, height: 60)
    let sheet = drawn(grey, [explanation(box, middle)])
    #expect(sheet.width == 700 && sheet.height > 460)
    let hot = sheet[140, 130]
    #expect(hot.red > 230 && hot.green == 0)
    // Inside of the crop without heat; outside of it.
    #expect(sheet[85, 75] == (0, 0, 0))
    #expect(sheet[79, 130] == (150, 150, 150))
    #expect(sheet[300, 300] == (150, 150, 150))
  }

  @Test func `a map that is none leaves the picture as it is, and has its line`() {
    let box = Box(x: 100, y: 100, width: 80, height: 60)
    let none = drawn(grey, [explanation(box, middle.map { -$0 })])
    let broken = drawn(grey, [explanation(box, middle.map { $0 == 1 ? .nan : 0 })])
    #expect(none == broken)
    #expect(none[140, 130] == (150, 150, 150))
  }

  @Test func `between two cells each pixel has the nearer one's heat`() {
    let left = Box(x: 100, y: 100, width: 100, height: 100)
    let right = Box(x: 210, y: 100, width: 100, height: 100)
    let cold = (0..<49).map { Float($0 == 0 ? 1 : 0) }
    let sheet = drawn(
      grey, [explanation(left, [Float](repeating: 1, count: 49)), explanation(right, cold)])
    // The line around what is hot is two pixels wide.
    #expect(sheet[190, 150].red == 255)
    #expect(sheet[215, 150].red == 0)
  }

  @Test func `a small picture is enlarged by whole pixels, a crop may reach past its edge`() {
    let small = RGBImage(width: 120, height: 120, red: 150, green: 150, blue: 150)
    let sheet = drawn(small, [explanation(Box(x: 5, y: 5, width: 110, height: 110), middle)])
    #expect(sheet.width >= 480)
    #expect(sheet[240, 240].red > 230)
  }
}
