import Foundation
import Review
import Store
import Testing

/// What a log says a slide's result is.
struct SlideResultTests {
  private func counts(_ result: SlideResult) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: (result.rows.map { ($0.label.rawValue, $0.count) }
        + result.tallies.map { ($0.label.rawValue, $0.count) }).filter { $0.1 > 0 })
  }

  private let all = Dictionary(
    uniqueKeysWithValues: ResultFixture.counted.map { ($0.label, $0.count) })

  @Test func `an unsigned slide is counted and preliminary`() throws {
    let slide = try ResultFixture.reviewed()
    let result = try slide.results()[0]
    #expect(result.status == .preliminary)
    #expect(counts(result) == all)
    #expect(result.differential.total == 16)
    #expect(result.row(of: Label(rawValue: "NEUTROPHIL"))?.percentage == 62.5)
    let limits = try #require(result.row(of: Label(rawValue: "NEUTROPHIL"))?.limits)
    // SciPy 1.11, binomtest(10, 16).proportion_ci(method="exact").
    #expect(abs(limits.lowerBound - 35.4346) < 1e-3)
    #expect(abs(limits.upperBound - 84.8022) < 1e-3)
    #expect(result.isTargetReached == false)
    #expect(result.nucleatedRedCellsPer100 == 12.5)
    #expect(result.absolute?.isCorrected == true)
    let corrected = 7.5 * 100 / 112.5
    #expect(abs((result.absolute?.correctedWhiteCells ?? 0) - corrected) < 1e-12)
    let neutrophils = result.row(of: Label(rawValue: "NEUTROPHIL"))?.absolute ?? 0
    #expect(abs(neutrophils - corrected * 0.625) < 1e-12)
    #expect(result.origin.models == [LogFixture.model])
    #expect(result.origin.reviewedWith == ["hematovision 0.1.0"])
    #expect(result.origin.application == ResultFixture.application)
    #expect(try result.origin.head == slide.log.head)
  }

  @Test func `answers out of order count only once nothing is left to answer`() throws {
    let slide = try ResultFixture.reviewed()
    let picked = LogFixture.decision(of: ResultFixture.image(900))
    let apart = Decision(
      image: picked.image, imageSHA256: picked.imageSHA256, cell: picked.cell, box: picked.box,
      label: picked.label, kind: .confirm, suggestion: picked.suggestion, model: picked.model,
      supersedes: nil, suggestionVisible: true, dwellMilliseconds: 1, queueOrder: "uncertainty",
      queuePosition: 1)
    try slide.append([.decided(apart)])
    #expect(try slide.results()[0].differential.total == 16)
    #expect(try slide.results()[0].apart == 1)
    func total(listed: [ImagePath]) throws -> Int {
      try ResultExport(
        log: slide.log, classes: ResultFixture.classes, rules: CountingRules(),
        application: "", notice: "", listing: { _ in listed }
      ).results(of: nil)[0].differential.total
    }
    let answered = [900] + (2..<24).map { $0 }
    #expect(try total(listed: answered.map { ResultFixture.image($0) }) == 17)
    #expect(try total(listed: (answered + [901]).map { ResultFixture.image($0) }) == 16)
  }

  @Test func `signed it is final; changed it is preliminary, with the earlier value; then amended`()
    throws
  {
    let slide = try ResultFixture.reviewed()
    let first = try slide.sign(comment: "few cells")
    var result = try slide.results()[0]
    #expect(result.status == .final)
    #expect(counts(result) == all)
    #expect(result.signatures.map(\.signOff.comment) == ["few cells"])
    #expect(result.amendments.isEmpty)

    // Picture 2 holds the first neutrophil.
    let earlier = EntryID(session: "s1", number: 2)
    try slide.append([
      .decided(
        ResultFixture.decision(
          2, "MONOCYTE", supersedes: earlier, amends: first, reason: "folded nucleus"))
    ])
    result = try slide.results()[0]
    #expect(result.status == .preliminary)
    #expect(result.row(of: Label(rawValue: "MONOCYTE"))?.count == 1)
    var amendment = try #require(result.amendments.first)
    #expect(amendment.earlier == Label(rawValue: "NEUTROPHIL"))
    #expect(amendment.label == Label(rawValue: "MONOCYTE"))
    #expect(amendment.reason == "folded nucleus")
    #expect(amendment.reviewer == "kbm")
    #expect(amendment.image == ResultFixture.image(2))
    #expect(!amendment.isSigned)

    try slide.sign(replaces: first)
    result = try slide.results()[0]
    #expect(result.status == .amended)
    #expect(result.signatures.count == 2)
    #expect(result.signatures[0].signOff.counts.map(\.cells).reduce(0, +) == 22)
    amendment = try #require(result.amendments.first)
    #expect(amendment.isSigned)
    #expect(amendment.amends == first)
  }

  @Test func `an answer taken back after signing is an amendment too`() throws {
    let slide = try ResultFixture.reviewed()
    try slide.sign()
    try slide.append([
      .undone(image: ResultFixture.image(3), entry: EntryID(session: "s1", number: 3))
    ])
    let result = try slide.results()[0]
    #expect(result.status == .preliminary)
    #expect(result.amendments.map(\.earlier) == [Label(rawValue: "NEUTROPHIL")])
    #expect(result.amendments.map(\.label) == [nil])
    #expect(result.differential.total == 15)
  }

  @Test func `contested and disputed cells are told`() throws {
    let slide = try ResultFixture.reviewed()
    let cell = CellID(
      imageSHA256: LogFixture.sha256, box: Box(x: 10, y: 20, width: 60, height: 64))
    try slide.append([
      .decided(ResultFixture.decision(2, "MONOCYTE")),
      .secondRead(
        SecondReading(
          image: ResultFixture.image(3), imageSHA256: LogFixture.sha256, cell: cell, box: nil,
          label: Label(rawValue: "MONOCYTE"), reviewer: "mho",
          plan: EntryID(session: "x", number: 1), first: EntryID(session: "s1", number: 3),
          dwellMilliseconds: 900)),
    ])
    let result = try slide.results()[0]
    #expect(result.contested == 1)
    #expect(result.disputed == 1)
    #expect(result.row(of: Label(rawValue: "NEUTROPHIL"))?.count == 9)
  }

  @Test func `overridden cells are counted and the first dozen kept`() throws {
    let slide = try ResultFixture.reviewed()
    // The suggestion is always NEUTROPHIL: all but ten of the 22 answers override it.
    let overridden = try slide.results()[0].overridden
    #expect(overridden.count == 12)
    #expect(overridden.first.count == 12)
    try slide.append([.decided(ResultFixture.decision(800, "LYMPHOCYTE", reason: "small"))])
    let more = try slide.results()[0].overridden
    #expect(more.count == 13)
    #expect(more.first.count == OverriddenCells.shown)
  }

  @Test func `each slide of a log has a result; the others are left out on request`() throws {
    let slide = try ResultFixture.reviewed()
    let other = ImagePath("/slides/b")
    let image = other.appending(ImagePath("1.png"))
    try slide.append([
      .opened(directory: other, application: "hematovision 0.2.0", model: nil),
      .decided(LogFixture.decision(of: image)),
      .opened(directory: ImagePath("/slides/c"), application: "x", model: nil),
    ])
    let results = try slide.results()
    #expect(results.map(\.slide.directory) == [ResultFixture.directory, other])
    #expect(results.map(\.differential.total) == [16, 1])
    #expect(results[1].slide.slide == "b")
    #expect(try slide.export().results(of: other).map(\.slide.directory) == [other])
    #expect(throws: StoreError.noResult(file: slide.log.path, directory: "/slides/c")) {
      try slide.export().results(of: ImagePath("/slides/c"))
    }
  }

  @Test func `with classes that count otherwise a signed result is refused`() throws {
    let slide = try ResultFixture.reviewed()
    try slide.sign()
    let fewer = ResultExport(
      log: slide.log, classes: ResultFixture.classes.filter { $0.code != "IG" },
      rules: CountingRules(), application: "", notice: "", listing: { _ in nil })
    #expect(throws: StoreError.otherClasses(directory: "/slides/a", signed: 16, counted: 15)) {
      try fewer.results(of: nil)
    }
  }

  @Test func `a class that nobody lists is told apart, not dropped`() throws {
    let slide = try ResultFixture.reviewed()
    try slide.append([.decided(ResultFixture.decision(800, "HAIRY"))])
    let tally = try slide.results()[0].tallies.first { $0.label.rawValue == "HAIRY" }
    #expect(tally?.count == 1)
  }
}
