import Foundation
import Review
import Store
import TestSupport

/// A slide of ten neutrophils, five lymphocytes and more, in the states that a result can have.
struct ResultFixture {
  let fixture: LogFixture
  let log: ReviewLog

  static let directory = ImagePath("/slides/a")
  static let notice = "For research use only. Not for use in diagnostic procedures."
  static let application = "hematovision 9.9.9"

  static let classes: [CellClass] = [
    cellClass("NEUTROPHIL", "neutrophil"), cellClass("LYMPHOCYTE", "lymphocyte"),
    cellClass("MONOCYTE", "monocyte"), cellClass("IG", "immature granulocyte"),
    cellClass("BAND", "band neutrophil"), cellClass("ERYTHROBLAST", "erythroblast", counts: false),
    cellClass("SMUDGE", "smudge cell", counts: false),
  ]

  private static func cellClass(
    _ code: String, _ name: String, counts: Bool = true
  ) -> CellClass {
    CellClass(
      code: code, name: name, short: String(name.prefix(3)), letter: "x", core: true,
      countsInTotal: counts)
  }

  /// What was counted: 16 in the total, two nucleated red cells, and others apart.
  static let counted: [(label: String, count: Int)] = [
    ("NEUTROPHIL", 10), ("LYMPHOCYTE", 5), ("IG", 1), ("ERYTHROBLAST", 2), ("SMUDGE", 3),
    ("UNIDENTIFIED", 1),
  ]

  init() throws {
    fixture = try LogFixture()
    log = try fixture.open()
  }

  /// The slide with all its answers, not signed; its name is as hostile as names are.
  static func reviewed(
    specimen: String = "26-1704", slide: String = "a", whiteCells: Double? = 7.5
  ) throws -> ResultFixture {
    let fixture = try ResultFixture()
    var events: [LogEvent] = [
      .opened(directory: directory, application: "hematovision 0.1.0", model: LogFixture.model),
      .identified(
        SlideIdentity(
          directory: directory, specimen: specimen, slide: slide, reviewer: "kbm",
          targetCount: 100, whiteCellCount: whiteCells)),
    ]
    for (label, count) in counted {
      for _ in 0..<count { events.append(.decided(decision(events.count, label))) }
    }
    try fixture.append(events)
    return fixture
  }

  static func image(_ number: Int) -> ImagePath { directory.appending(ImagePath("\(number).png")) }

  static func decision(
    _ image: Int, _ label: String, supersedes: EntryID? = nil, amends: EntryID? = nil,
    reason: String? = nil
  ) -> Decision {
    LogFixture.decision(
      of: Self.image(image), label: label, supersedes: supersedes, reason: reason, amends: amends)
  }

  /// Adds entries and returns their identifiers.
  @discardableResult
  func append(_ events: [LogEvent]) throws -> [EntryID] {
    let first = try log.count
    let entries = events.enumerated().map {
      LogEntry(id: EntryID(session: "s1", number: first + $0), event: $1)
    }
    try log.append(entries)
    return entries.map(\.id)
  }

  /// Signs what is counted now.
  @discardableResult
  func sign(replaces: EntryID? = nil, comment: String? = nil) throws -> EntryID {
    let result = try results()[0]
    let counts = result.differential.counts
    return try append([
      .signed(
        SignOff(
          directory: Self.directory, reviewer: "kbm", counts: counts,
          total: result.differential.total, replaces: replaces, comment: comment))
    ])[0]
  }

  func export(rules: CountingRules = CountingRules()) -> ResultExport {
    ResultExport(
      log: log, classes: Self.classes, rules: rules, application: Self.application,
      notice: Self.notice, listing: { _ in nil })
  }

  func results(rules: CountingRules = CountingRules()) throws -> [SlideResult] {
    try export(rules: rules).results(of: nil)
  }

  /// A file of the results in this format.
  func file(
    _ format: ResultFormat, rules: CountingRules = CountingRules(),
    pictures: [[ReportPicture]]? = nil
  ) throws -> String {
    let path = fixture.directory + "/\(UUID().uuidString).out"
    let results = try results(rules: rules)
    try ResultExport.write(
      results, as: format, pictures: pictures ?? results.map { _ in [] }, to: path,
      overwrite: false)
    return path
  }

  func text(
    _ format: ResultFormat, rules: CountingRules = CountingRules(),
    pictures: [[ReportPicture]]? = nil
  ) throws -> String {
    try String(
      contentsOfFile: try file(format, rules: rules, pictures: pictures), encoding: .utf8)
  }
}

/// Python with the packages that read what the program writes: hl7apy, fhir.resources and fhirkit, as
/// Tools/setup.sh installs them.
enum IndependentReader {
  static let hasHL7 = OwnPython.has("hl7apy")
  static let hasFHIR = OwnPython.has("fhir.resources.R4B.bundle")
  static let hasDefinitions = OwnPython.has("fhirkit")

  /// What a script of this directory prints, as JSON.
  static func read(_ script: String, _ path: String) throws -> Any {
    let (status, output) = try run(OwnPython.path, [testFile(script), path])
    guard status == 0 else { throw Fault.refused(output) }
    return try JSONSerialization.jsonObject(with: Data(output.utf8))
  }

  enum Fault: Error { case refused(String) }
}
