import Evaluation
import Imaging
import Review
import Testing

/// Counts of cells held against boxes that a person drew.
@Suite struct CountingReportTests {
  private static let notice = "For research use only."
  private let provenance = Provenance(
    notice: Self.notice, application: "program 1",
    model: ModelIdentity(id: "model", sha256: "00"), date: "2026-11-25T17:00:00Z")

  /// A picture with `drawn` red cells in a row, of which the first `hits` were found, and `false` finds
  /// elsewhere.
  private static func counted(
    _ name: String, drawn: Int, hits: Int, false strays: Int = 0, platelets: (Int, Int) = (0, 0),
    source: String = "own", group: String = "", suitability: String = "suitable"
  ) -> CountedImage {
    let image = LabelledImage(
      path: ImagePath(name), className: "", truth: nil, source: source, group: group)
    func boxes(_ count: Int, y: Int) -> [Box] {
      (0..<count).map { Box(x: 50 * $0, y: y, width: 40, height: 40) }
    }
    func sketch(_ box: Box) -> DrawnBox {
      DrawnBox(
        x: Double(box.x), y: Double(box.y) + 4, width: 40, height: 40, truth: nil)
    }
    return CountedImage(
      image,
      drawn: [
        .redCells: boxes(drawn, y: 0).map(sketch),
        .platelets: boxes(platelets.0, y: 300).map(sketch),
      ],
      outcome: .success(
        CountedImage.Found(
          boxes: [
            .redCells: boxes(hits, y: 0) + boxes(strays, y: 100),
            .platelets: boxes(platelets.1, y: 300),
          ], suitability: suitability)))
  }

  private static func unreadable(_ name: String) -> CountedImage {
    CountedImage(
      LabelledImage(path: ImagePath(name), className: "", truth: nil, source: "own"),
      drawn: [.redCells: [DrawnBox(x: 0, y: 0, width: 9, height: 9, truth: nil)]],
      outcome: .failure(Notice(what: "no", why: "broken", cure: "mend it")))
  }

  private func report(_ counted: [CountedImage]) throws -> CountingReport {
    CountingReport(
      counted,
      data: try Selection(
        counted.map(\.image), data: "own.csv", boxes: "boxes.csv", split: nil, sources: []
      ).summary, provenance: provenance)
  }

  private static let fields = [
    counted("a.png", drawn: 10, hits: 8, platelets: (4, 3)),
    counted("b.png", drawn: 20, hits: 20, false: 4),
    counted("c.png", drawn: 40, hits: 30, suitability: "too_thick"),
  ]

  @Test func `errors of counts, beside one who always says the median`() throws {
    let figure = try #require(try report(Self.fields).figures.first)
    #expect(figure.kind == .redCells && figure.images == 3)
    #expect(figure.drawn == 70 && figure.found == 62)
    let error = try #require(figure.percentageError)
    #expect(abs(error.mean - (0.2 + 0.2 + 0.25) / 3) < 1e-12)
    #expect(error.low >= 0.2 && error.high <= 0.25)
    #expect(figure.constant == 20)
    #expect(abs(try #require(figure.constantError).mean - (1 + 0 + 0.5) / 3) < 1e-12)
    #expect(abs(try #require(figure.absoluteError).mean - 16.0 / 3) < 1e-12)
    #expect(abs(try #require(figure.bias).mean - (-8.0 / 3)) < 1e-12)
    // Of the found ones 58 lie over a drawn one.
    #expect(figure.recall.hits == 58 && figure.recall.count == 70)
    #expect(figure.precision.hits == 58 && figure.precision.count == 62)
    // (10, 8), (20, 24), (40, 30): 313.33 over the root of 466.67 times 258.67.
    let correlation = try #require(figure.correlation)
    #expect(abs(correlation.value - 0.9018) < 1e-4)
    #expect(correlation.low <= correlation.value && correlation.value <= correlation.high)
  }

  @Test func `counts that never change have no correlation`() throws {
    let figures = try report([
      Self.counted("a.png", drawn: 10, hits: 10), Self.counted("b.png", drawn: 20, hits: 10),
    ]).figures
    #expect(try #require(figures.first).correlation == nil)
    #expect(try #require(figures.first).percentageError?.mean == 0.25)
  }

  @Test func `a picture without a drawn platelet has no percentage, but its finds count`() throws {
    let figures = try report([
      Self.counted("a.png", drawn: 5, hits: 5, platelets: (4, 3)),
      Self.counted("b.png", drawn: 5, hits: 5, platelets: (0, 2)),
    ]).figures
    let platelets = try #require(figures.first { $0.kind == .platelets })
    #expect(platelets.percentageError?.count == 1 && platelets.percentageError?.mean == 0.25)
    #expect(platelets.absoluteError?.mean == 1.5)
    #expect(platelets.precision.hits == 3 && platelets.precision.count == 5)
  }

  @Test func `sources stand apart and together, groups are drawn as one`() throws {
    let figures = try report([
      Self.counted("a.png", drawn: 10, hits: 8, source: "one", group: "slide"),
      Self.counted("b.png", drawn: 10, hits: 6, source: "one", group: "slide"),
      Self.counted("c.png", drawn: 10, hits: 10, source: "two", group: "other"),
    ]).figures.filter { $0.kind == .redCells }
    #expect(figures.map(\.source) == ["one", "two", nil])
    #expect(figures.map(\.groups) == [1, 1, 2])
    // One group alone: every draw of the bootstrap is the same.
    let one = try #require(figures[0].percentageError)
    #expect(abs(one.mean - 0.3) < 1e-12 && abs(one.low - one.high) < 1e-12)
  }

  @Test func `the report names worst counts, fields that do not suit, and what cannot be read`()
    throws
  {
    let counted = Self.fields + [Self.unreadable("d.png")]
    let report = try report(counted)
    #expect(report.worst.first?.image == ImagePath("c.png"))
    #expect(report.unreadable.map(\.path) == ["d.png"])
    let text = report.text
    for part in [
      "ALL IMAGES: RED CELLS", "always 20.0", "too_thick 1", "c.png", "d.png", "mend it",
    ] {
      #expect(text.contains(part), "\(part) is missing")
    }
    #expect(text.hasSuffix(Self.notice + "\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(report.json.contains("\"percentage_error\"") && report.json.contains(Self.notice))
    let rows = report.rows(counted)
    #expect(rows.count == 5)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let place = try #require(rows[0].firstIndex(of: "red_cells_matched"))
    #expect(rows.dropFirst().map { $0[place] } == ["8", "20", "30", ""])
    #expect(rows[4].contains("error"))
  }

  @Test func `worst counts are a page with both kinds of boxes`() throws {
    let report = try report(Self.fields)
    let white = RGBImage(width: 600, height: 400, red: 255, green: 255, blue: 255)
    let pages = CountingSheet.pictures(of: report, report.worst.map { _ in white })
    #expect(pages.map(\.name) == ["worst.png"])
    let bare = CountingSheet.pictures(of: report, report.worst.map { _ in nil })
    #expect(pages[0].picture.rgb != bare[0].picture.rgb)
    func greens(_ picture: RGBImage) -> Int {
      stride(from: 0, to: picture.rgb.count, by: 3).count {
        picture.rgb[$0] == 0 && picture.rgb[$0 + 1] == 140 && picture.rgb[$0 + 2] == 60
      }
    }
    #expect(greens(bare[0].picture) == 0 && greens(pages[0].picture) > 1000)
    let none = CountingSheet.pictures(of: try self.report([Self.unreadable("d.png")]), [])
    #expect(none.isEmpty)
  }
}
