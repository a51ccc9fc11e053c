import Foundation
import GRDB
import Review
import Store
import Synchronization

/// A directory of its own for one test, and what it takes to fill a log in it.
final class LogFixture: Sendable {
  let directory: String

  init() throws {
    directory =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  var path: String { directory + "/log.db" }

  func open(session: String = "s1", access: ReviewLog.Access = .readWrite) throws(StoreError)
    -> ReviewLog
  {
    let ticks = Mutex<Int64>(1_700_000_000_000)
    return try ReviewLog(
      path: path, identity: LogIdentity(reviewer: "kbm", host: "bench-2", session: session),
      clock: {
        ticks.withLock {
          $0 += 1500
          return Timestamp(utcMilliseconds: $0, offsetMinutes: 60)
        }
      }, access: access)
  }

  /// Changes the file as someone would who knows SQLite and wants to leave no trace.
  func attack(_ sql: String) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA recursive_triggers = OFF")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      let triggers = try Row.fetchAll(
        db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger[0] as String)") }
      try db.execute(sql: sql)
      for trigger in triggers { try db.execute(sql: trigger[1]) }
      _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }
}

extension LogFixture {
  static let model = ModelIdentity(
    id: "mnv2-8", sha256: String(repeating: "ab", count: 32))
  static let sha256 = String(repeating: "5e", count: 32)
  static let suggestion = Suggestion(
    probabilities: [
      ClassProbability(label: Label(rawValue: "LYMPHOCYTE"), probability: 0.25),
      ClassProbability(label: Label(rawValue: "NEUTROPHIL"), probability: 0.75),
    ], label: Label(rawValue: "NEUTROPHIL"), status: .ok)

  static func decision(
    of image: ImagePath = ImagePath("/slides/a/0001.png"),
    box: Box? = Box(
      x: 10, y: 20, width: 60, height: 64), label: String = "NEUTROPHIL",
    kind: DecisionKind = .confirm, suggestion: Suggestion? = LogFixture.suggestion,
    supersedes: EntryID? = nil, reason: String? = nil, hidden: HiddenReason? = nil,
    sha256: String = LogFixture.sha256, amends: EntryID? = nil, measures: CellMeasures? = nil
  ) -> Decision {
    Decision(
      image: image, imageSHA256: sha256, cell: box.map { CellID(imageSHA256: sha256, box: $0) },
      box: box, label: Label(rawValue: label), kind: kind, suggestion: suggestion,
      model: suggestion == nil ? nil : model, supersedes: supersedes,
      suggestionVisible: hidden == nil, dwellMilliseconds: 840, queueOrder: "name",
      queuePosition: 1, reason: reason, hidden: hidden, amends: amends,
      measures: measures)
  }

  static func annotation(
    _ kind: Annotation.Kind, of image: ImagePath = ImagePath("/slides/a/0001.png"),
    cell: Box? = Box(x: 10, y: 20, width: 60, height: 64), text: String = "",
    decision: EntryID? = nil
  ) -> Annotation {
    Annotation(
      image: image, imageSHA256: sha256, cell: cell.map { CellID(imageSHA256: sha256, box: $0) },
      kind: kind, text: text, decision: decision)
  }

  static func classification(
    of image: ImagePath = ImagePath("/slides/a/0001.png"),
    boxes: [Box] = [Box(x: 10, y: 20, width: 60, height: 64)], sha256: String = LogFixture.sha256
  ) -> Classification {
    let facts = PictureFacts(sha256: sha256, bytes: 123_456, width: 640, height: 480)
    let cells = boxes.map {
      FoundCell(
        id: CellID(imageSHA256: sha256, box: $0), box: $0, suggestion: suggestion)
    }
    return Classification(
      image: image, outcome: .cells(facts, cells), model: model, milliseconds: 31.5)
  }

  /// `count` decisions of one session, each about a picture of its own.
  static func decisions(_ count: Int, session: String = "s1", from first: Int = 1) -> [LogEntry] {
    (first..<first + count).map { number in
      LogEntry(
        id: EntryID(session: session, number: number),
        event: .decided(decision(of: ImagePath("/slides/a/\(number).png"))))
    }
  }

  /// One event of every kind, with names that are not UTF-8, quotes, and an empty one.
  static let everyKind: [LogEvent] =
    [
      .opened(directory: ImagePath("/slides/a"), application: "hematovision 0.1", model: model),
      .opened(directory: ImagePath("/slides/b"), application: "hematovision 0.1", model: nil),
      .classified(classification()),
      .classified(classification(boxes: [])),
      .classified(
        Classification(
          image: ImagePath(bytes: Array("/slides/a/".utf8) + [0xFF, 0x80, 0x2E]),
          outcome: .failed(
            Notice(what: "no \"picture\"", why: "\u{0} truncated", cure: "send again")),
          model: model, milliseconds: 0.1)),
      .placed(
        BoxPlacement(
          image: ImagePath("/slides/a/0001.png"), imageSHA256: sha256,
          cell: CellID(rawValue: "5e5e:1,2,3,4"), box: Box(x: -3, y: 2, width: 30, height: 4),
          previous: Box(x: 1, y: 2, width: 3, height: 4), suggestion: suggestion)),
      .decided(decision(reason: "Döhle bodies, =1+1 \u{1F52C}")),
      .decided(decision(box: nil, label: "NO_CELL", kind: .other, suggestion: nil)),
      .undone(image: ImagePath("/slides/a/0001.png"), entry: EntryID(session: "s1", number: 7)),
      .redone(image: ImagePath("/slides/a/0001.png"), entry: EntryID(session: "s1", number: 7)),
      .exported(file: ImagePath("/home/kbm/out.csv"), format: "csv", rows: 12),
      .annotated(annotation(.flag)),
      .annotated(annotation(.unflag, cell: nil)),
      .annotated(annotation(.note, text: "toxic granules?")),
      .annotated(
        annotation(.reason, text: "blurred", decision: EntryID(session: "s1", number: 7))),
      .identified(
        SlideIdentity(
          directory: ImagePath("/slides/a"), specimen: "26-1704", slide: "a", reviewer: "kbm",
          targetCount: 100)),
      .identified(SlideIdentity(of: ImagePath("/slides/b"), reviewer: "kbm")),
      .checkPlanned(
        CheckPlan(
          directory: ImagePath("/slides/a"), seed: 1_704,
          targets: [
            .init(
              image: ImagePath("/slides/a/0001.png"), cell: CellID(rawValue: "5e5e:1,2,3,4"))
          ], population: 412, model: model)),
      .decided(decision(hidden: .spot)),
    ] + sinceVersion3 + sinceVersion4

  /// The kinds that version 3 of the log brought, and new members of older ones.
  static let sinceVersion3: [LogEvent] = {
    let (image, cell) = (ImagePath("/slides/a/0001.png"), CellID(rawValue: "5e5e:1,2,3,4"))
    let (first, second) = (EntryID(session: "s1", number: 7), EntryID(session: "s2", number: 4))
    return [
      .identified(
        SlideIdentity(
          directory: ImagePath("/slides/a"), specimen: "26-1704", slide: "a", reviewer: "kbm",
          targetCount: nil,
          targetWidth: WidthTarget(label: Label(rawValue: "EOSINOPHIL"), percentagePoints: 5),
          whiteCellCount: 7.5)),
      .signed(
        SignOff(
          directory: ImagePath("/slides/a"), reviewer: "kbm",
          counts: [Label(rawValue: "NEUTROPHIL"): 62, Label(rawValue: "LYMPHOCYTE"): 38],
          total: 100)),
      .signed(
        SignOff(
          directory: ImagePath("/slides/a"), reviewer: "kbm", counts: [:], total: 0,
          replaces: first, comment: "too few cells on the slide")),
      .secondPlanned(
        SecondReviewPlan(
          directory: ImagePath("/slides/a"), reviewer: "mho", seed: 7, population: 100,
          targets: [.init(image: image, cell: cell)])),
      .secondRead(
        SecondReading(
          image: image, imageSHA256: sha256, cell: cell,
          box: Box(x: 1, y: 2, width: 3, height: 4), label: Label(rawValue: "MONOCYTE"),
          reviewer: "mho", plan: second, first: first, dwellMilliseconds: 900)),
      .adjudicated(
        Adjudication(
          image: image, imageSHA256: sha256, cell: cell, label: Label(rawValue: "MONOCYTE"),
          reviewer: "ase", between: [first, second], reason: "folded nucleus")),
      .compared(
        CellComparison(
          image: image, imageSHA256: sha256, cell: cell,
          otherImage: ImagePath("/slides/a/0002.png"), otherCell: CellID(rawValue: "6f6f:1,2,3,4"),
          isSame: true)),
      .merged(
        MergeSource(
          file: ImagePath("/home/kbm/other.db"), sequence: 412, hash: sha256, added: 400)),
      .decided(decision(amends: first)),
      .classified(
        Classification(
          image: image,
          outcome: .cells(
            PictureFacts(
              sha256: sha256, bytes: 1, width: 640, height: 480, fingerprint: "00ff00ff00ff00ff"),
            [
              FoundCell(
                id: cell, box: Box(x: 1, y: 2, width: 3, height: 4), suggestion: suggestion,
                fingerprint: "a1b2c3d4e5f60718")
            ]), model: model, milliseconds: 2)),
    ]
  }()

  static let measures = CellMeasures(
    nucleusArea: 1_204, cytoplasmArea: 2_310, lobeCount: 3, nucleusRoundness: 0.41,
    cellRoundness: 0.9127, granularity: 0.0184,
    nucleusColour: MeanColour(red: 92, green: 61, blue: 148),
    cytoplasmColour: MeanColour(red: 208, green: 170, blue: 196), isCutOff: false, isTouching: true)

  /// What version 4 brought: the measures of cells, changes of the model.
  static let sinceVersion4: [LogEvent] = {
    let (image, cell) = (ImagePath("/slides/a/0001.png"), CellID(rawValue: "5e5e:1,2,3,4"))
    let box = Box(x: 1, y: 2, width: 3, height: 4)
    let bare = CellMeasures(
      nucleusArea: 0, cytoplasmArea: 0, lobeCount: 0, nucleusRoundness: 0, cellRoundness: 0,
      granularity: 0, nucleusColour: nil, cytoplasmColour: nil, isCutOff: true, isTouching: false)
    return [
      .classified(
        Classification(
          image: image,
          outcome: .cells(
            PictureFacts(sha256: sha256, bytes: 1, width: 640, height: 480),
            [
              FoundCell(id: cell, box: box, suggestion: suggestion, measures: measures),
              FoundCell(
                id: CellID(rawValue: "5e5e:5,6,7,8"), box: Box(x: 5, y: 6, width: 7, height: 8),
                suggestion: suggestion, measures: bare),
            ]), model: model, milliseconds: 2)),
      .placed(
        BoxPlacement(
          image: image, imageSHA256: sha256, cell: cell, box: box, previous: nil,
          suggestion: suggestion, measures: measures)),
      .decided(decision(measures: measures)),
      .gatePlanned(
        GatePlan(
          data: "held-out.csv", split: "test", sources: ["own"], boxes: "boxes.csv", images: 120,
          dataSHA256: sha256, current: model, marginPoints: 2, confidence: 0.95)),
      .modelChanged(
        ModelChange(
          outcome: .refused, model: ModelIdentity(id: "own-1", sha256: sha256), previous: model,
          plan: EntryID(session: "s1", number: 32), attempt: 2,
          figures: GateFigures(
            classes: [.init(code: "NEUTROPHIL", images: 60, current: 58, new: 55)],
            onlyCurrent: 4, onlyNew: 1), trainingDataSHA256: sha256, seed: 7,
          reasons: ["NEUTROPHIL: falls"])),
      .modelChanged(
        ModelChange(
          outcome: .rolledBack, model: model, previous: ModelIdentity(id: "own-1", sha256: sha256))),
    ]
  }()
}

/// Runs a program and returns its exit status and what it printed.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// Whether Python is there to be an independent reader; without it such tests are skipped, and said
/// to be.
let pythonIsPresent = (try? run("python3", ["-c", "import sqlite3, csv"]).status) == 0

/// A file beside this one.
func testFile(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
}
