import ArgumentParser
import Review
import Store

/// What an export holds and how it is written.
enum ExportKind: Hashable, Sendable {
  /// A row for each answered cell.
  case cells(ExportFormat)
  /// The results of the slides.
  case results(ResultFormat)

  /// As the command line and the log name it.
  var name: String {
    switch self {
    case .cells(let format): format.rawValue
    case .results(let format): format.rawValue
    }
  }

  /// The kind that a file's name asks for; CSV of the cells where it asks for none.
  init(fileName: String) {
    let name = fileName.lowercased()
    let endings: [(String, ExportKind)] = [
      ("-differential.csv", .results(.differential)), (".jsonl", .cells(.jsonl)),
      (".json", .results(.fhir)), (".hl7", .results(.hl7)), (".html", .results(.report)),
    ]
    self = endings.first { name.hasSuffix($0.0) }?.1 ?? .cells(.csv)
  }

  /// How many there are of what the export holds.
  func counted(_ count: Int) -> String {
    let what =
      switch self {
      case .cells: "row"
      case .results: "result"
      }
    return count.counted(what)
  }

  static let allNames =
    ExportFormat.allCases.map(\.rawValue) + ResultFormat.allCases.map(\.rawValue)
}

extension ExportKind: ExpressibleByArgument {
  init?(argument: String) {
    if let format = ExportFormat(rawValue: argument) {
      self = .cells(format)
    } else if let format = ResultFormat(rawValue: argument) {
      self = .results(format)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { name }

  static var allValueStrings: [String] { allNames }
}
