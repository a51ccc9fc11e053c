/// Text for places where only ASCII can be printed.
public enum AsciiText {
  /// The text with the nearest ASCII character for each other one, a question mark where there is
  /// none near.
  public static func replacing(_ text: String) -> String {
    text.map { AsciiGlyphs.replacement(for: String($0)) }.joined()
  }
}
