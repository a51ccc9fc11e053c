/// One value of an exported row.
enum ExportValue: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case real(Double)
  case boolean(Bool)
  /// Not known, or not applicable: an empty field, `null` in JSON.
  case none

  init(_ text: String?) { self = text.map { .text($0) } ?? .none }

  init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .none }

  init(_ real: Double?) { self = real.map { .real($0) } ?? .none }

  init(_ boolean: Bool?) { self = boolean.map { .boolean($0) } ?? .none }
}

/// The forms in which the reviewed cells can be exported.
public enum ExportFormat: String, CaseIterable, Hashable, Sendable {
  /// Comma-separated values, RFC 4180, with a header.
  case csv
  /// JSON Lines: one object a line, the same names and values.
  case jsonl
}

/// The forms in which the results of slides are handed on.
public enum ResultFormat: String, CaseIterable, Hashable, Sendable {
  /// Comma-separated values: a row for each class.
  case differential
  /// A Bundle of FHIR R4, as JSON.
  case fhir
  /// Messages of HL7 version 2.5.1, ORU^R01.
  case hl7
  /// A page for people, as HTML.
  case report
}
