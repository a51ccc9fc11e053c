/// What values a setting takes, and how they are read and written.
public struct SettingKind<Value: Sendable>: Sendable {
  /// For messages: `a number from 1 to 64`.
  let expected: String
  /// The words it takes, where it takes words: one of them may have been meant.
  var words: [String] = []
  /// A value of a file; nil when it is none of these.
  let read: @Sendable (TOMLValue) -> Value?
  /// A value of the environment, which knows text only.
  let parse: @Sendable (String) -> Value?
  /// The value as a file would have it.
  let show: @Sendable (Value) -> String

  /// The same values, and none.
  var orNone: SettingKind<Value?> {
    let (read, parse, show) = (read, parse, show)
    return SettingKind<Value?>(
      expected: expected, words: words, read: { read($0).map(Optional.some) },
      parse: { parse($0).map(Optional.some) }, show: { $0.map(show) ?? "" })
  }
}

extension SettingKind where Value == String {
  /// Any text that is not empty.
  public static var text: SettingKind<String> {
    SettingKind(
      expected: "text in quotes",
      read: { if case .string(let text) = $0, !text.isEmpty { text } else { nil } },
      parse: { $0.isEmpty ? nil : $0 }, show: TOMLValue.quoted)
  }

  /// A path. A file says it from `/` or `~/`: a name alone would depend on where one stands.
  public static var path: SettingKind<String> {
    SettingKind(
      expected: "a path that begins with / or ~/, in quotes",
      read: {
        guard case .string(let text) = $0, text.hasPrefix("/") || text.hasPrefix("~/") else {
          return nil
        }
        return text
      },
      parse: { $0.isEmpty ? nil : $0 }, show: TOMLValue.quoted)
  }
}

extension SettingKind where Value == Bool {
  /// `true` or `false`.
  public static var truth: SettingKind<Bool> {
    SettingKind(
      expected: "true or false",
      read: { if case .boolean(let truth) = $0 { truth } else { nil } },
      parse: { ["true": true, "1": true, "false": false, "0": false][$0] }, show: { "\($0)" })
  }
}

extension SettingKind where Value == Int {
  /// A whole number of a range.
  public static func whole(_ range: ClosedRange<Int>) -> SettingKind<Int> {
    SettingKind(
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      read: { if case .integer(let number) = $0, range.contains(number) { number } else { nil } },
      parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, show: { "\($0)" })
  }
}

extension SettingKind where Value == Double {
  /// A number of a range.
  public static func number(_ range: ClosedRange<Double>) -> SettingKind<Double> {
    SettingKind(
      expected: "a number from \(range.lowerBound) to \(range.upperBound)",
      read: { value in
        let number: Double? =
          switch value {
          case .integer(let number): Double(number)
          case .float(let number): number
          default: nil
          }
        return number.flatMap { range.contains($0) ? $0 : nil }
      },
      parse: { Double($0).flatMap { range.contains($0) ? $0 : nil } }, show: { "\($0)" })
  }
}

extension SettingKind where Value: CaseIterable & RawRepresentable<String> {
  /// One word of a type's.
  public static func choice(_: Value.Type) -> SettingKind<Value> {
    let words = Value.allCases.map(\.rawValue)
    return SettingKind(
      expected: words.joined(separator: ", "), words: words,
      read: { value in
        switch value {
        case .string(let text): Value(rawValue: text)
        // `colours = 256` reads as well without quotes.
        case .integer(let number): Value(rawValue: String(number))
        default: nil
        }
      },
      parse: { Value(rawValue: $0) }, show: { TOMLValue.quoted($0.rawValue) })
  }
}
