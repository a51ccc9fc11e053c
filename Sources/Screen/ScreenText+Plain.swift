extension ScreenText {
  /// The text with what a terminal must not obey spelt out, for output that is no frame: lists,
  /// messages, titles. No line break is left.
  public static func spelledOut(_ text: String) -> String {
    clusters(of: text, atMost: .max).map(\.text).joined()
  }
}
