/// Whether a picture suits the measurement of its red cells, and why not.
public struct FieldQuality: Hashable, Sendable {
  /// What a field is good for, in the words of the smear: red cells lie singly only between the
  /// thick and the feathered end.
  public enum Suitability: String, Sendable, CaseIterable {
    case suitable
    /// Cells lie on each other: counts are too low, shapes are guesses.
    case tooThick = "too_thick"
    /// Hardly any red cells, or flattened ones without pallor.
    case tooThin = "too_thin"
    case outOfFocus = "out_of_focus"
    case poorlyStained = "poorly_stained"
    /// No red cell was found at all.
    case empty
  }

  public var suitability: Suitability
  /// Sharpness of the cells' edges, 0 (a blur) to 1.
  public var focus: Double
  /// Contrast of stain against background, 0 to 1.
  public var stain: Double
  /// Share of the field that cells cover, 0...1.
  public var coverage: Double
}
