/// The usual radius of a field's red cells, in places: the median of those that lie singly.
enum CellRadius {
  /// Singles are round: this near to the ellipse in their box, and their box to a square.
  private static let fills: ClosedRange<Float> = 0.93...1.06
  private static let mostStretched: Float = 1.3
  /// Singles lie within these factors of the guess by texture.
  private static let factors: ClosedRange<Float> = 0.55...1.7
  /// The guess counts as much as this many singles.
  private static let guessWeight = 1

  static func measure(_ foreground: Foreground, guess: Float) -> Float {
    let singles = foreground.regions.filter { region in
      !region.isCut && !region.touchesWhiteCell && fills.contains(region.fill)
        && region.sides <= mostStretched
    }
    let radii = singles.map { (Float($0.area) / .pi).squareRoot() }
      .filter { factors.contains($0 / guess) }
    let known = (radii + [Float](repeating: guess, count: guessWeight)).sorted()
    return known[known.count / 2]
  }
}
