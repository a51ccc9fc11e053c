import Foundation
package import Review

/// What the column `kind` of the log says about a row's payload.
package enum EventKind: String {
  case opened, classified, placed, decided, undone, redone, exported, annotated, identified
  case signed, adjudicated, compared, merged
  case checkPlanned = "check_planned"
  case secondPlanned = "second_planned"
  case secondRead = "second_read"
  case gatePlanned = "gate_planned"
  case modelChanged = "model_changed"
}

/// The columns of a row that are there to find it, taken from its event.
struct EventColumns {
  let kind: EventKind
  /// The picture; nil for events that are about none.
  let image: ImagePath?
  /// The picture's directory, or the one that was opened.
  let directory: ImagePath?
  let imageSHA256: String?

  init(of event: LogEvent) {
    switch event {
    case .opened(let directory, _, _):
      self.init(.opened, directory: directory)
    case .classified(let classification):
      let sha256: String? =
        if case .cells(let picture, _) = classification.outcome { picture.sha256 } else { nil }
      self.init(.classified, image: classification.image, imageSHA256: sha256)
    case .placed(let placement):
      self.init(.placed, image: placement.image, imageSHA256: placement.imageSHA256)
    case .decided(let decision):
      self.init(.decided, image: decision.image, imageSHA256: decision.imageSHA256)
    case .undone(let image, _): self.init(.undone, image: image)
    case .redone(let image, _): self.init(.redone, image: image)
    case .exported: self.init(.exported)
    case .annotated(let annotation):
      self.init(.annotated, image: annotation.image, imageSHA256: annotation.imageSHA256)
    case .identified(let identity): self.init(.identified, directory: identity.directory)
    case .checkPlanned(let plan): self.init(.checkPlanned, directory: plan.directory)
    case .signed(let signOff): self.init(.signed, directory: signOff.directory)
    case .secondPlanned(let plan): self.init(.secondPlanned, directory: plan.directory)
    case .secondRead(let reading):
      self.init(.secondRead, image: reading.image, imageSHA256: reading.imageSHA256)
    case .adjudicated(let adjudication):
      self.init(.adjudicated, image: adjudication.image, imageSHA256: adjudication.imageSHA256)
    case .compared(let comparison):
      self.init(.compared, image: comparison.image, imageSHA256: comparison.imageSHA256)
    case .merged: self.init(.merged)
    case .gatePlanned: self.init(.gatePlanned)
    case .modelChanged: self.init(.modelChanged)
    }
  }

  private init(
    _ kind: EventKind, image: ImagePath? = nil, directory: ImagePath? = nil,
    imageSHA256: String? = nil
  ) {
    self.kind = kind
    self.image = image
    self.directory = directory ?? image?.directory
    self.imageSHA256 = imageSHA256
  }
}

/// The column `payload`: an event as JSON with sorted keys, so that the same event has one text.
///
/// Lasting: a log is read for years, so the names below and those of the types in Review that it
/// encodes are a file format. `PayloadTests` pins one text of every kind.
package enum EventPayload {
  private struct Opened: Codable {
    let directory: ImagePath
    let application: String
    let model: ModelIdentity?
  }

  /// Either `picture` and `cells`, or `failure`.
  fileprivate struct Classified: Codable {
    let image: ImagePath
    let model: ModelIdentity
    let milliseconds: Double
    let picture: PictureFacts?
    let cells: [FoundCell]?
    let failure: Notice?
  }

  private struct Reversed: Codable {
    let image: ImagePath
    let entry: EntryID
  }

  private struct Exported: Codable {
    let file: ImagePath
    let format: String
    let rows: Int
  }

  /// The event as canonical JSON. Throws for numbers that JSON cannot hold (NaN, infinity).
  package static func json(of event: LogEvent) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data =
      switch event {
      case .opened(let directory, let application, let model):
        try encoder.encode(Opened(directory: directory, application: application, model: model))
      case .classified(let classification): try encoder.encode(Classified(classification))
      case .placed(let placement): try encoder.encode(placement)
      case .decided(let decision): try encoder.encode(decision)
      case .undone(let image, let entry), .redone(let image, let entry):
        try encoder.encode(Reversed(image: image, entry: entry))
      case .exported(let file, let format, let rows):
        try encoder.encode(Exported(file: file, format: format, rows: rows))
      case .annotated(let annotation): try encoder.encode(annotation)
      case .identified(let identity): try encoder.encode(identity)
      case .checkPlanned(let plan): try encoder.encode(plan)
      case .signed(let signOff): try encoder.encode(signOff)
      case .secondPlanned(let plan): try encoder.encode(plan)
      case .secondRead(let reading): try encoder.encode(reading)
      case .adjudicated(let adjudication): try encoder.encode(adjudication)
      case .compared(let comparison): try encoder.encode(comparison)
      case .merged(let source): try encoder.encode(source)
      case .gatePlanned(let plan): try encoder.encode(plan)
      case .modelChanged(let change): try encoder.encode(change)
      }
    return Array(data)
  }

  /// The event that `json(of:)` wrote.
  package static func event(kind: [UInt8], payload: [UInt8]) throws -> LogEvent {
    let name = String(decoding: kind, as: UTF8.self)
    guard let kind = EventKind(rawValue: name) else { throw Failure.unknownKind(name) }
    return try PayloadReader.event(kind: kind, payload: payload)
      ?? decoded(kind: kind, payload: payload)
  }

  /// The same by `JSONDecoder` alone.
  package static func decoded(kind: EventKind, payload: [UInt8]) throws -> LogEvent {
    let decoder = JSONDecoder()
    let data = Data(payload)
    switch kind {
    case .opened:
      let opened = try decoder.decode(Opened.self, from: data)
      return .opened(
        directory: opened.directory, application: opened.application, model: opened.model)
    case .classified:
      return .classified(try decoder.decode(Classified.self, from: data).classification())
    case .placed: return .placed(try decoder.decode(BoxPlacement.self, from: data))
    case .decided: return .decided(try decoder.decode(Decision.self, from: data))
    case .undone:
      let undone = try decoder.decode(Reversed.self, from: data)
      return .undone(image: undone.image, entry: undone.entry)
    case .redone:
      let redone = try decoder.decode(Reversed.self, from: data)
      return .redone(image: redone.image, entry: redone.entry)
    case .exported:
      let exported = try decoder.decode(Exported.self, from: data)
      return .exported(file: exported.file, format: exported.format, rows: exported.rows)
    case .annotated: return .annotated(try decoder.decode(Annotation.self, from: data))
    case .identified: return .identified(try decoder.decode(SlideIdentity.self, from: data))
    case .checkPlanned: return .checkPlanned(try decoder.decode(CheckPlan.self, from: data))
    case .signed: return .signed(try decoder.decode(SignOff.self, from: data))
    case .secondPlanned:
      return .secondPlanned(try decoder.decode(SecondReviewPlan.self, from: data))
    case .secondRead: return .secondRead(try decoder.decode(SecondReading.self, from: data))
    case .adjudicated: return .adjudicated(try decoder.decode(Adjudication.self, from: data))
    case .compared: return .compared(try decoder.decode(CellComparison.self, from: data))
    case .merged: return .merged(try decoder.decode(MergeSource.self, from: data))
    case .gatePlanned: return .gatePlanned(try decoder.decode(GatePlan.self, from: data))
    case .modelChanged: return .modelChanged(try decoder.decode(ModelChange.self, from: data))
    }
  }

  fileprivate enum Failure: Error {
    case unknownKind(String)
    case neitherCellsNorFailure
  }
}

extension EventPayload.Classified {
  fileprivate init(_ classification: Classification) {
    image = classification.image
    model = classification.model
    milliseconds = classification.milliseconds
    switch classification.outcome {
    case .cells(let facts, let found): (picture, cells, failure) = (facts, found, nil)
    case .failed(let notice): (picture, cells, failure) = (nil, nil, notice)
    }
  }

  fileprivate func classification() throws -> Classification {
    let outcome: Classification.Outcome
    if let picture, let cells {
      outcome = .cells(picture, cells)
    } else if let failure {
      outcome = .failed(failure)
    } else {
      throw EventPayload.Failure.neitherCellsNorFailure
    }
    return Classification(
      image: image, outcome: outcome, model: model, milliseconds: milliseconds)
  }
}

/// An entry made ready to be written, before the log is locked.
struct PreparedEntry {
  let entry: LogEntry
  let columns: EventColumns
  let payload: [UInt8]

  /// Throws `unstorableEntry` when the log could not give back exactly this entry.
  init(_ entry: LogEntry) throws(StoreError) {
    self.entry = entry
    columns = EventColumns(of: entry.event)
    do {
      payload = try EventPayload.json(of: entry.event)
    } catch {
      throw .unstorableEntry(id: entry.id.rawValue, evidence: "\(error)")
    }
    // SQLite's text ends at NUL for most readers; JSON escapes it, the plain columns cannot.
    let plain = [entry.id.rawValue, columns.image?.lossyText ?? "", columns.imageSHA256 ?? ""]
    guard !entry.id.rawValue.isEmpty, plain.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw .unstorableEntry(id: entry.id.rawValue, evidence: "empty identifier or NUL in text")
    }
  }
}
