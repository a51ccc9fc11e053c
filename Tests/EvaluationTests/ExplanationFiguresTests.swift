import Evaluation
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// How far explanations can be believed: the figures, their intervals and their forms.
@Suite struct ExplanationFiguresTests {
  private static let classes = [
    CellClass(
      code: "MONOCYTE", name: "monocyte", short: "Mono", letter: "M", core: true,
      countsInTotal: true)
  ]
  private static let shares = [0, 0.5, 1.0]

  private func image(_ number: Int, source: String = "a", group: String = "") -> LabelledImage {
    LabelledImage(
      path: ImagePath("\(number).png"), className: "MONOCYTE", truth: 0, source: source,
      split: "test", group: group)
  }

  private func curves(_ deletion: [Double], _ insertion: [Double]) -> TestedExplanation.Curves {
    TestedExplanation.Curves(deletion: deletion, insertion: insertion)
  }

  private func tested(_ number: Int, group: String = "", inside: Double? = nil)
    -> TestedExplanation
  {
    TestedExplanation(
      image(number, group: group), explained: 0,
      outcome: .tested(
        [
          .gradCAM: curves([1, 0, 0], [0, 1, 1]), .centre: curves([1, 0.5, 0], [0, 0.5, 1]),
          .random: curves([1, 1, 0], [0, 0, 1]),
        ],
        cell: inside.map {
          TestedExplanation.Inside(area: 0.25, gradCAM: $0, centre: 0.5, box: 0.6)
        },
        nucleus: nil),
      explanation: Explanation(
        label: Label(rawValue: "MONOCYTE"), box: Box(x: 10, y: 10, width: 20, height: 20),
        region: Box(x: 5, y: 5, width: 30, height: 30), side: 7,
        evidence: (0..<49).map { Float($0) }))
  }

  /// The same with areas of deletion and insertion as far apart as asked, both ways from a half.
  private func tested(_ number: Int, apart: Double) -> TestedExplanation {
    let (low, high) = (0.5 - apart / 2, 0.5 + apart / 2)
    let curves = curves([low, low, low], [high, high, high])
    return TestedExplanation(
      image(number), explained: 0,
      outcome: .tested(
        [.gradCAM: curves, .centre: curves, .random: curves], cell: nil, nucleus: nil),
      explanation: tested(number).explanation)
  }

  @Test func `areas are trapezes, differences are taken cell by cell`() throws {
    let figures = ExplanationFigures(
      source: nil, (0..<10).map { tested($0) }, shares: Self.shares)
    #expect(figures.maps.map(\.map) == [.gradCAM, .centre, .random])
    #expect(figures.maps.map(\.deletion.mean) == [0.25, 0.5, 0.75])
    #expect(figures.maps.map(\.insertion.mean) == [0.75, 0.5, 0.25])
    #expect(figures.maps.map { $0.deletionDifference?.mean } == [nil, -0.25, -0.5])
    #expect(figures.maps.map { $0.insertionDifference?.mean } == [nil, 0.25, 0.5])
    #expect(figures.maps[2].deletionCurve == [1, 1, 0])
    // All cells alike: nothing is uncertain.
    #expect(figures.maps.allSatisfy { $0.deletion.low == $0.deletion.high })
    #expect(figures.cell == nil && figures.groups == nil)
  }

  @Test func `what has no cell, no heat or no picture is counted and not averaged`() {
    let notice = Notice(what: "x", why: "y", cure: "z")
    let all = [
      tested(1), TestedExplanation(image(2), explained: nil, outcome: .noCell),
      TestedExplanation(image(3), explained: 0, outcome: .noHeat("nothing speaks for it")),
      TestedExplanation(image(4), explained: nil, outcome: .unreadable(notice)),
    ]
    let figures = ExplanationFigures(source: nil, all, shares: Self.shares)
    #expect(figures.images == 4 && figures.tested == 1)
    #expect(figures.withoutCell == 1 && figures.withoutHeat == 1 && figures.unreadable == 1)
    #expect(figures.maps.first?.deletion.count == 1)
    let none = ExplanationFigures(source: nil, Array(all.dropFirst()), shares: Self.shares)
    #expect(none.maps.isEmpty && none.tested == 0)
  }

  @Test func `heat inside of masks stands beside the mask's area`() throws {
    let all = (0..<8).map { tested($0, inside: $0 == 0 ? 0.1 : 0.75) } + [tested(9)]
    let cell = try #require(ExplanationFigures(source: nil, all, shares: Self.shares).cell)
    #expect(cell.area.count == 8)
    #expect(cell.aboveArea.hits == 7 && cell.aboveArea.count == 8)
    #expect(abs(cell.gradCAM.mean - (0.1 + 7 * 0.75) / 8) < 1e-12)
    #expect(abs(cell.overArea.mean - (cell.gradCAM.mean - 0.25)) < 1e-12)
    #expect(abs(cell.overBox.mean - (cell.gradCAM.mean - 0.6)) < 1e-12)
  }

  @Test func `the interval of a mean is as wide as the normal one for many, and wider for groups`()
    throws
  {
    var generator = SeededGenerator(seed: 8)
    // A mean of twelve uniform numbers: nearly normal, variance 1 / 144.
    let values = (0..<400).map { _ in
      (0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: 0...1, using: &generator) } / 12
    }
    let alone = try #require(MeanInterval(values.map { ($0, "") }))
    let error = (1.0 / 144 / 400).squareRoot()
    #expect(alone.low < alone.mean && alone.mean < alone.high)
    #expect(abs((alone.high - alone.low) / (2 * 1.96 * error) - 1) < 0.15)
    // Each value four times, as of one slide: as uncertain as a hundred values.
    let repeated = values.prefix(100).enumerated().flatMap { place, value in
      [(Double, String)](repeating: (value, "g\(place)"), count: 4)
    }
    let grouped = try #require(MeanInterval(repeated.map { (value: $0.0, group: $0.1) }))
    #expect(abs((grouped.high - grouped.low) / (2 * 1.96 * error * 2) - 1) < 0.3)
    #expect(MeanInterval([]) == nil)
    #expect(MeanInterval(repeated.map { (value: $0.0, group: $0.1) }) == grouped)
  }

  @Test func `the 95 % interval holds the true mean about that often`() {
    var generator = SeededGenerator(seed: 9)
    var held = 0
    for _ in 0..<200 {
      let values = (0..<40).map { _ in (Double.random(in: 0...1, using: &generator), "") }
      guard let interval = MeanInterval(values.map { (value: $0.0, group: $0.1) }) else { continue }
      held += (interval.low...interval.high).contains(0.5) ? 1 : 0
    }
    // 190 of 200; three standard deviations are 9, and small samples lose a little.
    #expect((177...200).contains(held))
  }

  private func report() throws -> ExplanationReport {
    let all =
      (0..<6).map { tested($0, inside: 0.75) }
      + [
        TestedExplanation(
          image(7, source: "b"), explained: nil,
          outcome: .unreadable(Notice(what: "7.png", why: "it is damaged", cure: "Copy it again")))
      ]
    return ExplanationReport(
      all, classes: Self.classes, shares: Self.shares,
      data: try Selection(
        all.map(\.image), data: "labels.csv", boxes: nil, split: nil, sources: []
      ).summary, replacement: "replaced by nothing",
      provenance: Provenance(
        notice: "For research use only.", application: "hematovision 0",
        model: ModelIdentity(id: "m", sha256: "ab"), date: "2026-11-25"))
  }

  @Test func `the report says what was measured, against what, and what was not read`() throws {
    let text = try report().text
    for part in [
      "For research use only.", "replaced by nothing", "SOURCE a", "SOURCE b", "ALL IMAGES",
      "Grad-CAM", "centre", "random", "-0.500 [-0.500, -0.500]", "+50.0 [50.0, 50.0]",
      "more than chance: 6 of 6 cells", "it is damaged. Copy it again.", "1 unreadable",
    ] {
      #expect(text.contains(part), "\(part) in\n\(text)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try report().json.utf8)) as? [String: Any])
    let figures = try #require(json["all"] as? [String: Any])
    #expect(figures["tested"] as? Int == 6)
    #expect((figures["maps"] as? [[String: Any]])?.first?["map"] as? String == "grad_cam")
    let rows = try report().rows([tested(1, inside: 0.5)], classes: Self.classes)
    #expect(rows.count == 2 && rows[0].count == rows[1].count)
    #expect(rows[0].last == "ruo_notice")
  }

  @Test func `the worst maps are those whose insertion is least above deletion`() throws {
    let all = (0..<30).shuffled().map { tested($0, apart: Double($0 - 5) / 40) }
    let report = ExplanationReport(
      all, classes: Self.classes, shares: Self.shares,
      data: try Selection(
        all.map(\.image), data: "labels.csv", boxes: nil, split: nil, sources: []
      ).summary, replacement: "replaced by nothing",
      provenance: Provenance(
        notice: "For research use only.", application: "hematovision 0",
        model: ModelIdentity(id: "m", sha256: "ab"), date: "2026-11-25"))
    #expect(report.worst.map(\.image.lossyText) == (0..<12).map { "\($0).png" })
    #expect(abs((report.worst.first?.deletion ?? 0) - 0.5625) < 1e-9)
    #expect(report.text.contains("WORST MAPS"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    #expect((json["worst"] as? [[String: Any]])?.first?["path"] as? String == "0.png")

    // A page: the crop as it is, and beside it with its heat; of a lost file the words alone.
    let grey = RGBImage(width: 60, height: 60, red: 150, green: 150, blue: 150)
    let crops = try WorstSheet.Crops(
      of: grey, #require(report.worst.first?.explanation),
      tint: { _, heat in SIMD3(UInt8(heat * 255), 0, 0) })
    let pages = WorstSheet.pictures(of: report, [crops] + [nil] + [crops])
    #expect(pages.map(\.name) == ["worst.png"])
    let page = try #require(pages.first?.picture)
    #expect(page[100, 160] == (150, 150, 150))
    // The lower right field has the most.
    #expect(page[24 + 156 + 4 + 150, 90 + 150].red == 255)
    #expect(page[24 + 332 + 50, 160] == (255, 255, 255))
    #expect(page[24 + 2 * 332 + 50, 160] == (150, 150, 150))
  }

  @Test func `the curves are drawn, each with a mark of its own`() throws {
    let pictures = try report().pictures
    #expect(pictures.map(\.name) == ["deletion.png", "insertion.png"])
    for (_, picture) in pictures {
      var colours: Set<[UInt8]> = []
      for place in stride(from: 0, to: picture.rgb.count, by: 3) {
        colours.insert(Array(picture.rgb[place..<(place + 3)]))
      }
      // Paper, letters, grid, three curves.
      #expect(colours.count >= 6)
    }
    #expect(pictures[0].picture != pictures[1].picture)
  }
}
