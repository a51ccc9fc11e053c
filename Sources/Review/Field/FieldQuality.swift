/// Whether a picture suits the measurement of its red cells, and why not.
public struct FieldQuality: Hashable, Sendable {
  /// What a field is good for, in the words of the smear: red cells lie singly only between the
  /// thick and the feathered end.
  public enum Suitability: String, Sendable, CaseIterable, Codable {
    case suitable
    /// Cells lie on each other: counts are too low, shapes are guesses.
    case tooThick = "too_thick"
    /// Hardly any red cells, or flattened ones without pallor.
    case tooThin = "too_thin"
    case outOfFocus = "out_of_focus"
    case poorlyStained = "poorly_stained"
    /// What was found has no common size: red cells could not be told apart, or from what lies between them.
    case unclear
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

  /// A field's quality by its measures.
  public init(suitability: Suitability, focus: Double, stain: Double, coverage: Double) {
    self.suitability = suitability
    self.focus = focus
    self.stain = stain
    self.coverage = coverage
  }
}

extension FieldQuality.Suitability {
  /// In words, with what to do about it.
  public var sentence: String {
    switch self {
    case .suitable: "suits measurement"
    case .tooThick: "too thick: cells lie on each other; move towards the feathered edge"
    case .tooThin:
      "too thin: hardly any cells, and flattened ones; move away from the feathered edge"
    case .outOfFocus: "out of focus: sizes and shapes are guesses; photograph it again"
    case .poorlyStained: "poorly stained: cells hardly differ from the glass"
    case .unclear: "unclear: what was found has no common size, cells could not be told apart"
    case .empty: "no red cell was found"
    }
  }
}
