import Evaluation
import Imaging
import Morphology
import Review
import Testing

@Suite struct SegmentationReportTests {
  private static let notice = "For research use only."
  private let provenance = Provenance(
    notice: Self.notice, application: "program 1",
    model: ModelIdentity(id: "model", sha256: "00"), date: "2026-11-25T17:00:00Z")

  /// A violet disc in a pale ring on white, and its mask.
  private static func picture() -> (image: RGBImage, mask: RGBImage) {
    var image = RGBImage(width: 120, height: 120, red: 240, green: 240, blue: 240)
    var mask = RGBImage(width: 120, height: 120, red: 0, green: 0, blue: 0)
    for y in 0..<120 {
      for x in 0..<120 {
        let square = (x - 60) * (x - 60) + (y - 60) * (y - 60)
        guard square < 40 * 40 else { continue }
        let isNucleus = square < 26 * 26
        let (colour, level): ([UInt8], UInt8) =
          isNucleus ? ([96, 50, 150], 255) : ([205, 190, 215], 128)
        for channel in 0..<3 {
          image.rgb[(y * 120 + x) * 3 + channel] = colour[channel]
          mask.rgb[(y * 120 + x) * 3 + channel] = level
        }
      }
    }
    return (image, mask)
  }

  private static func image(_ name: String, group: String = "") -> LabelledImage {
    LabelledImage(
      path: ImagePath(name), className: "LYMPHOCYTE", truth: 0, source: "own", group: group)
  }

  @Test func `overlap by counts`() {
    let overlap = MaskOverlap(found: 40, drawn: 60, both: 30)
    #expect(overlap.dice == 0.6)
    #expect(abs(overlap.intersectionOverUnion - 30.0 / 70) < 1e-12)
    #expect(MaskOverlap(found: 0, drawn: 0, both: 0).dice == 1)
    #expect(MaskOverlap(found: 3, drawn: 0, both: 0).dice == 0)
  }

  @Test func `what is found is held against the mask, and what is missed counts nothing or zero`()
    throws
  {
    let (image, mask) = Self.picture()
    let cells = CellSegmentation.segment(
      [PixelRect(x: 20, y: 20, width: 80, height: 80)], in: image)
    let scored = [
      ScoredSegmentation(Self.image("a.png"), cells, in: image, mask: mask),
      ScoredSegmentation(Self.image("b.png"), [], in: image, mask: mask),
      ScoredSegmentation(
        Self.image("c.png"), unreadable: Notice(what: "no", why: "broken", cure: "mend it")),
    ]
    let report = SegmentationReport(
      scored, data: try Self.summary(scored.map(\.image)), provenance: provenance)
    let nucleus = try #require(report.all.nucleus)
    #expect(report.all.images == 2)
    #expect(report.all.withoutCell == 1)
    #expect(report.all.unreadable == 1)
    #expect(nucleus.dice.mean > 0.95)
    #expect(nucleus.dice.count == 1)
    #expect(abs(nucleus.diceOfAll.mean - nucleus.dice.mean / 2) < 1e-12)
    #expect(nucleus.failed.hits == 0)
    #expect(report.text.contains("c.png"))
    #expect(report.text.hasSuffix(Self.notice + "\n"))
    #expect(report.json.contains("\"dice_of_all\""))
    let rows = report.rows(scored)
    #expect(rows.count == 4)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let pictures = report.pictures(scored)
    #expect(pictures.map(\.name) == [SegmentationReport.pictureName])
  }

  @Test func `cells outside of the mask are not held against it`() throws {
    let (image, mask) = Self.picture()
    let wide = image.besideItself()
    let cells = CellSegmentation.segment(
      [20, 140].map { PixelRect(x: $0, y: 20, width: 80, height: 80) }, in: wide)
    let empty = RGBImage(width: 120, height: 120, red: 0, green: 0, blue: 0)
    let scored = ScoredSegmentation(
      Self.image("a.png"), cells, in: wide, mask: mask.beside(empty))
    guard case .scored(let scores) = scored.outcome else {
      Issue.record("a cell lies in the mask")
      return
    }
    #expect(scores.cell.dice > 0.95)
    #expect(scores.cell.found == cells[0].measures.nucleusArea + cells[0].measures.cytoplasmArea)
  }

  private static func summary(_ images: [LabelledImage]) throws -> DataSummary {
    try Selection(images, data: "own.csv", boxes: nil, split: nil, sources: []).summary
  }
}

extension RGBImage {
  fileprivate func besideItself() -> RGBImage { beside(self) }

  fileprivate func beside(_ other: RGBImage) -> RGBImage {
    var rgb: [UInt8] = []
    for y in 0..<height {
      rgb += self.rgb[(y * width * 3)..<((y + 1) * width * 3)]
      rgb += other.rgb[(y * width * 3)..<((y + 1) * width * 3)]
    }
    return RGBImage(width: width + other.width, height: height, rgb: rgb)
  }
}
