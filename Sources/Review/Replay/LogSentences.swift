/// Entries of a log in words.
///
/// Whoever tells them knows what the classes are called, and which of a picture's cells is meant.
public struct LogSentences {
  private let name: (Label) -> String
  private let cell: (CellID) -> String

  /// Words with these names for labels and cells.
  public init(
    name: @escaping (Label) -> String, cell: @escaping (CellID) -> String
  ) {
    self.name = name
    self.cell = cell
  }

  /// What an entry says, without who and when.
  public func sentence(for event: LogEvent) -> String {
    switch event {
    case .opened: return "opened the directory"
    case .exported(let file, let format, let rows):
      return "exported \(rows.counted("row")) as \(format) to \(file.lossyText)"
    case .identified(let slide): return "slide \(slide.slide), specimen \(slide.specimen)"
    case .checkPlanned(let plan): return "planned to check \(plan.targets.count.counted("cell"))"
    case .secondPlanned(let plan):
      return
        "planned a second review of \(plan.targets.count) of \(plan.population.counted("cell"))"
    case .signed(let signOff):
      return "signed \(signOff.total.counted("cell"))"
        + (signOff.replaces == nil ? "" : " as amended")
    case .merged(let source):
      return "took in \(source.added.counted("entry", "entries")) of \(source.file.lossyText)"
    case .gatePlanned(let plan):
      return "set the rule for a new model: \(plan.images) held-out pictures of \(plan.data)"
    case .modelChanged(let change):
      return switch change.outcome {
      case .adopted: "adopted the model \(change.model.id)"
      case .refused: "turned the model \(change.model.id) away"
      case .rolledBack: "went back to the model \(change.model.id)"
      }
    case .secondRead(let reading):
      return "\(what(reading.cell)): second reading \(name(reading.label))"
    case .adjudicated(let adjudication):
      return "\(what(adjudication.cell)): decided to be \(name(adjudication.label))"
        + (adjudication.reason.map { ", \($0)" } ?? "")
    case .compared(let comparison):
      return "\(cell(comparison.cell)): "
        + (comparison.isSame ? "the same as a cell of " : "another than a cell of ")
        + comparison.otherImage.fileName.lossyText
    case .classified(let classification):
      switch classification.outcome {
      case .failed(let notice): return "could not be classified: \(notice.why)"
      case .cells(_, let cells):
        return
          "\(classification.model.id) found \(cells.count) white cell\(cells.count == 1 ? "" : "s")"
      }
    case .placed(let placement):
      return
        "box of \(cell(placement.cell)) \(placement.previous == nil ? "added" : "moved"), "
        + "\(placement.box.width) x \(placement.box.height) px"
    case .decided(let decision): return sentence(for: decision)
    case .undone: return "took an entry back"
    case .redone: return "brought an entry back"
    case .annotated(let annotation):
      let what = what(annotation.cell)
      return switch annotation.kind {
      case .flag: "\(what): flagged"
      case .unflag: "\(what): flag off"
      case .note: "\(what): note \u{201C}\(annotation.text)\u{201D}"
      case .reason: "\(what): because \u{201C}\(annotation.text)\u{201D}"
      }
    }
  }

  private func sentence(for decision: Decision) -> String {
    let suggested = decision.suggestion.map {
      " (suggested \(name($0.label)) \(shortProbability($0.confidence))"
        + (decision.hidden.map { ", withheld: \($0.rawValue)" } ?? "") + ")"
    }
    return "\(what(decision.cell)): \(name(decision.label))\(suggested ?? "")"
      + (decision.amends == nil ? "" : ", amending what was signed")
      + (decision.reason.map { ", \($0)" } ?? "")
  }

  private func what(_ cell: CellID?) -> String { cell.map { self.cell($0) } ?? "picture" }
}

/// A probability in three columns: `.97`, or `1.0` when it rounds to 1.
public func shortProbability(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  return hundredths >= 100 ? "1.0" : "." + (hundredths < 10 ? "0" : "") + String(hundredths)
}
