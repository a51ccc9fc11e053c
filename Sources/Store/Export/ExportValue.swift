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
