/// How much may be written to the terminal.
public enum Bandwidth: String, CaseIterable, Sendable {
  case full
  /// A slow line: 256 colours at most, a small picture that waits until the keys pause.
  case low
}
