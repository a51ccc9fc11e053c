import Foundation

extension EvaluationReport {
  /// The report as one JSON object with sorted keys, names in snake_case.
  public var json: String { jsonObject(self) }
}

/// A report as one JSON object with sorted keys, names in snake_case.
func jsonObject(_ report: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(report) else {
    // Every number is a count, a quotient with a checked divisor, or a mean of such.
    preconditionFailure("a report is always JSON")
  }
  return String(decoding: data, as: UTF8.self) + "\n"
}
