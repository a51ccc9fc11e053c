import Evaluation
import Foundation
import Imaging
import Review
import Testing

/// The report as text, JSON, table and pictures.
@Suite struct ReportTests {
  static let provenance = Provenance(
    notice: "For research use only. Not for use in diagnostic procedures.",
    application: "hematovision 9.9.9", model: ModelIdentity(id: "stones-1", sha256: "abc123"),
    date: "2026-11-24T12:00:00.000Z")

  /// The case with most classes, its images from two sources, one of them unreadable.
  static func report() throws -> (EvaluationReport, [ScoredImage], [CellClass]) {
    let golden = try FiguresTests.cases()[0]
    var images = golden.images.enumerated().map { number, picture in
      picture.scored(
        golden.classes, source: number % 2 == 0 ? "north" : "south",
        split: number % 3 == 0 ? "a" : "b", group: "\(number / 2)")
    }
    let gone = LabelledImage(
      path: ImagePath("gone.png"), className: "elm", truth: 4, source: "south", split: "b",
      group: "x", line: 999)
    images.append(
      ScoredImage(
        gone,
        outcome: .failed(Notice(what: "gone.png", why: "it went, \"they say\"", cure: "Call it"))))
    let selection = try Selection(
      images.map(\.image), data: "stones.csv", boxes: "boxes.csv", split: nil, sources: [])
    return (
      EvaluationReport(
        images, data: selection.summary, classes: golden.classes, provenance: provenance),
      images, golden.classes
    )
  }

  @Test func `the text has every section, fits 80 columns and says where it comes from`() throws {
    let (report, _, classes) = try Self.report()
    let lines = report.text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    for line in lines { #expect(!line.hasSuffix(" "), "\(line)|") }
    for part in [
      "SUMMARY, all 8 classes", "SUMMARY, core classes only (Amb, Bir, Ced, Dog)",
      "SOURCE north", "SOURCE south", "ALL IMAGES TOGETHER", "ANSWER OR ABSTAIN",
      "CELLS OF OTHER CLASSES", "CALIBRATION", "RISK AND COVERAGE", "FINDING CELLS",
      "SUREST WRONG ANSWERS", "UNREADABLE IMAGES", "gone.png", "it went, \"they say\". Call it.",
      "all together (a ", "stones-1", "abc123", "hematovision 9.9.9", "2026-11-24T12:00",
      Self.provenance.notice,
    ] {
      #expect(report.text.contains(part), "\(part)")
    }
    let codes = classes.filter { report.text.contains($0.code) }
    #expect(codes.count == classes.count)
  }

  @Test func `the surest wrong answers come first, twenty at most`() throws {
    let (report, images, classes) = try Self.report()
    let wrong = images.filter { $0.image.truth != nil && $0.answer != nil && !$0.isRight }
    #expect(report.surestWrong.count == min(20, wrong.count))
    #expect(
      report.surestWrong.map(\.probability)
        == Array(wrong.map(\.confidence).sorted(by: >).prefix(20)))
    for answer in report.surestWrong {
      let image = try #require(images.first { $0.image.path.lossyText == answer.path })
      #expect(classes[try #require(image.image.truth)].code == answer.truth)
      #expect(image.answer?.suggestion.label.rawValue == answer.answer)
    }
  }

  @Test func `the JSON has the same figures and its origin`() throws {
    let (report, _, _) = try Self.report()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    let origin = try #require(object["provenance"] as? [String: String])
    #expect(origin["notice"] == Self.provenance.notice)
    #expect(origin["model_sha256"] == "abc123")
    #expect(origin["model_id"] == "stones-1")
    #expect(origin["application"] == "hematovision 9.9.9")
    let all = try #require(object["all"] as? [String: Any])
    let labels = try #require(all["all_classes"] as? [String: Any])
    let accuracy = try #require(labels["accuracy"] as? [String: Any])
    #expect(accuracy["hits"] as? Int == report.all.allClasses?.accuracy.hits)
    let value = try #require(accuracy["value"] as? Double)
    #expect(abs(value - (report.all.allClasses?.accuracy.value ?? -1)) < 1e-12)
    #expect((object["sources"] as? [Any])?.count == 2)
    #expect((object["unreadable"] as? [[String: String]])?.first?["cure"] == "Call it")
  }

  @Test func `the table has a row an image, from which the accuracy follows`() throws {
    let (report, images, classes) = try Self.report()
    let rows = ImageTable.rows(images, classes: classes, provenance: Self.provenance)
    let header = rows[0]
    #expect(rows.count == images.count + 1)
    #expect(rows.allSatisfy { $0.count == header.count })
    func column(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
    let (truth, answer) = (try column("truth"), try column("answer"))
    let known = rows.dropFirst().filter { !$0[truth].isEmpty }
    #expect(known.count == report.all.allClasses?.accuracy.count)
    #expect(known.count { $0[truth] == $0[answer] } == report.all.allClasses?.accuracy.hits)
    let first = try column("p_\(classes[0].code)")
    for row in known where !row[answer].isEmpty {
      let shares = row[first..<first + classes.count].compactMap(Double.init)
      #expect(shares.count == classes.count)
      #expect(shares.max() == Double(row[try column("confidence")]))
    }
    #expect(rows.last?[try column("status")] == "error")
    #expect(rows.last?[try column("error")] == "it went, \"they say\". Call it.")
    let origin = ["model_id", "model_sha256", "app_version", "evaluated_at", "ruo_notice"]
    #expect(header.suffix(5) == origin[...])
  }

  @Test func `where no class is known, the finding of cells is still measured`() throws {
    let golden = try FiguresTests.cases()[0]
    let images = golden.scored.filter { !$0.image.boxes.isEmpty && $0.image.truth == nil }
    try #require(!images.isEmpty)
    let selection = try Selection(
      images.map(\.image), data: "d", boxes: "b", split: nil, sources: [])
    let report = EvaluationReport(
      images, data: selection.summary, classes: golden.classes, provenance: Self.provenance)
    #expect(report.text.contains("only the finding of cells is measured"))
    #expect(report.all.detection.map(\.images) == [images.count, images.count])
    #expect(report.pictures.isEmpty)
  }

  @Test func `without anything to measure nothing is drawn, and the text still stands`() throws {
    let selection = try Selection([], data: "none", boxes: nil, split: nil, sources: [])
    let report = EvaluationReport(
      [], data: selection.summary, classes: try FiguresTests.cases()[0].classes,
      provenance: Self.provenance)
    #expect(report.pictures.isEmpty)
    #expect(report.text.contains("ALL IMAGES TOGETHER"))
    #expect(report.json.contains("\"labelled\" : 0"))
  }
}

/// The pictures of a report: that they are drawn where the numbers say.
@Suite struct PicturesTests {
  private let classes = ["one", "two"].map {
    CellClass(
      code: $0.uppercased(), name: $0, short: $0, letter: "x", core: true, countsInTotal: true)
  }

  /// Images of which the answer and its probability are given.
  private func report(_ answers: [(truth: Int, answer: Int, confidence: Double)]) throws
    -> EvaluationReport
  {
    let images = answers.enumerated().map { number, item in
      let shares = classes.indices.map { $0 == item.answer ? item.confidence : 1 - item.confidence }
      let suggestion = Suggestion(
        probabilities: zip(classes, shares).map {
          ClassProbability(label: $0.label, probability: $1)
        }, label: classes[item.answer].label, status: .ok)
      let cell = FoundCell(
        id: CellID(rawValue: "1"), box: Box(x: 0, y: 0, width: 9, height: 9),
        suggestion: suggestion)
      return ScoredImage(
        LabelledImage(
          path: ImagePath("\(number)"), className: classes[item.truth].code, truth: item.truth),
        outcome: .cells(PictureFacts(sha256: "", bytes: 1, width: 9, height: 9), [cell]))
    }
    let selection = try Selection(
      images.map(\.image), data: "d", boxes: nil, split: nil, sources: [])
    return EvaluationReport(
      images, data: selection.summary, classes: classes, provenance: ReportTests.provenance)
  }

  /// Pixels of a colour.
  private func count(_ image: RGBImage, _ colour: (UInt8, UInt8, UInt8)) -> Int {
    stride(from: 0, to: image.rgb.count, by: 3).count {
      (image.rgb[$0], image.rgb[$0 + 1], image.rgb[$0 + 2]) == colour
    }
  }

  private func picture(_ report: EvaluationReport, _ name: String) throws -> RGBImage {
    try #require(report.pictures.first { $0.name == name }).picture
  }

  @Test func `a cell of the matrix is as dark as its share of the row`() throws {
    let perfect = try picture(
      report([(0, 0, 0.9), (1, 1, 0.9), (1, 1, 0.8)]), "confusion-matrix.png")
    let half = try picture(
      report([(0, 0, 0.9), (1, 1, 0.9), (1, 0, 0.8)]), "confusion-matrix.png")
    let full: (UInt8, UInt8, UInt8) = (24, 90, 160)
    let middle: (UInt8, UInt8, UInt8) = (140, 173, 208)
    // Two squares of 96 pixels, less their frames and digits; then one, and two of half the ink.
    #expect((16_500...17_700).contains(count(perfect, full)))
    #expect(count(perfect, middle) == 0)
    #expect((8_200...8_900).contains(count(half, full)))
    #expect((16_500...17_700).contains(count(half, middle)))
  }

  @Test func `thirty classes make a wider picture`() throws {
    let many = (0..<30).map {
      CellClass(
        code: "C\($0)", name: "c\($0)", short: "C\($0)", letter: "c", core: true,
        countsInTotal: true)
    }
    let images = many.indices.map {
      ScoredImage(
        LabelledImage(path: ImagePath("\($0)"), className: "", truth: $0),
        outcome: .cells(PictureFacts(sha256: "", bytes: 1, width: 9, height: 9), []))
    }
    let selection = try Selection(
      images.map(\.image), data: "d", boxes: nil, split: nil, sources: [])
    let wide = EvaluationReport(
      images, data: selection.summary, classes: many, provenance: ReportTests.provenance)
    let drawn = try picture(wide, "confusion-matrix.png")
    #expect(drawn.width > 31 * 48)
    #expect(drawn.height > 30 * 48)
  }

  @Test func `a bar of the reliability picture is as high as its share of right answers`() throws {
    let bar: (UInt8, UInt8, UInt8) = (150, 190, 228)
    let all = try picture(report([(0, 0, 0.95), (0, 0, 0.96)]), "reliability.png")
    let half = try picture(report([(0, 0, 0.95), (1, 0, 0.96)]), "reliability.png")
    let ratio = Double(count(all, bar)) / Double(count(half, bar))
    #expect((1.9...2.2).contains(ratio), "\(ratio)")
  }

  @Test func `the curve of risk lies on the floor when nothing is wrong`() throws {
    let ink: (UInt8, UInt8, UInt8) = (24, 90, 160)
    let perfect = try picture(report([(0, 0, 0.9), (1, 1, 0.8)]), "risk-coverage.png")
    let rows = (0..<perfect.height).filter { y in
      (0..<perfect.width).contains { perfect[$0, y] == ink }
    }
    #expect(rows.count == 3)
    let wrong = try picture(report([(0, 1, 0.9), (1, 1, 0.8)]), "risk-coverage.png")
    let high = (0..<wrong.height).count { y in
      (0..<wrong.width).contains { wrong[$0, y] == ink }
    }
    // From risk 1 down to one half, of 600 pixels.
    #expect((295...310).contains(high), "\(high)")
  }

  @Test func `every picture is a PNG that says what it is`() throws {
    for (name, picture) in try report([(0, 0, 0.9), (1, 0, 0.8)]).pictures {
      let bytes = try ImageEncoder.png(picture)
      #expect(try ImageDecoder.decode(bytes) == picture, "\(name)")
      // The signature: grey letters in the lowest hundred rows.
      let letters = (picture.height - 100..<picture.height).reduce(0) { sum, y in
        sum + (0..<picture.width).count { picture[$0, y] == (110, 110, 110) }
      }
      #expect(letters > 3000, "\(name): \(letters)")
    }
  }
}
