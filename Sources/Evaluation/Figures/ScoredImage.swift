import Foundation
public import Review

/// A labelled image and what the program answered.
public struct ScoredImage: Sendable {
  public let image: LabelledImage
  /// All boxes that the finder gave.
  public let found: [Box]
  /// The cell that speaks for the image; nil when there is none.
  public let answer: FoundCell?
  /// Why the image could not be judged. Such an image counts as one without a cell.
  public let failure: Notice?
  /// The answer's probabilities in the model's order; empty without an answer.
  public let probabilities: [Double]
  /// Place of the surest class; nil without an answer.
  public let best: Int?
  /// SHA-256 of the picture's file; nil where it could not be read.
  public let sha256: String?

  /// Scores the outcome of classifying `image`.
  public init(_ image: LabelledImage, outcome: Classification.Outcome) {
    switch outcome {
    case .cells(let facts, let cells):
      self.init(
        image, found: cells.map(\.box),
        answer: Self.answer(of: image, among: cells, width: facts.width, height: facts.height),
        failure: nil, sha256: facts.sha256)
    case .failed(let notice):
      self.init(image, found: [], answer: nil, failure: notice, sha256: nil)
    }
  }

  /// Scores the model's answer for a cell whose box was given: nothing was looked for.
  public init(_ image: LabelledImage, answer: FoundCell, sha256: String) {
    self.init(image, found: [], answer: answer, failure: nil, sha256: sha256)
  }

  private init(
    _ image: LabelledImage, found: [Box], answer: FoundCell?, failure: Notice?, sha256: String?
  ) {
    (self.image, self.found, self.answer) = (image, found, answer)
    (self.failure, self.sha256) = (failure, sha256)
    let shares = answer?.suggestion.probabilities.map(\.probability) ?? []
    probabilities = shares
    best = shares.indices.max { shares[$0] < shares[$1] }
  }

  /// Greatest probability; 0 without an answer.
  public var confidence: Double { best.map { probabilities[$0] } ?? 0 }

  /// Whether the surest class is the labelled one.
  public var isRight: Bool { best != nil && best == image.truth }

  /// The surest of some classes only, given by their places.
  func best(among places: [Int]) -> Int? {
    probabilities.isEmpty ? nil : places.max { probabilities[$0] < probabilities[$1] }
  }

  private static func answer(
    of image: LabelledImage, among cells: [FoundCell], width: Int, height: Int
  ) -> FoundCell? {
    image.speaker(among: cells.map(\.box), width: width, height: height).map { cells[$0] }
  }
}

extension LabelledImage {
  /// Which of the found boxes speaks for an image: that which overlaps a drawn box of the image's class
  /// most; where nobody drew such a box, the one whose centre is nearest to the image's.
  ///
  /// The rule of `Weights/recipe/score_classify.py`. Nil when no cell was found, or none overlaps.
  public func speaker(among found: [Box], width: Int, height: Int) -> Int? {
    let drawn = boxes.filter { $0.truth != nil && $0.truth == truth }
    guard drawn.isEmpty else {
      func overlap(_ place: Int) -> Double {
        drawn.reduce(0) { max($0, $1.overlap(found[place])) }
      }
      let best = found.indices.max { overlap($0) < overlap($1) }
      return best.flatMap { overlap($0) > 0 ? $0 : nil }
    }
    func distance(_ box: Box) -> Double {
      hypot(
        Double(box.x) + Double(box.width) / 2 - Double(width) / 2,
        Double(box.y) + Double(box.height) / 2 - Double(height) / 2)
    }
    return found.indices.min { distance(found[$0]) < distance(found[$1]) }
  }
}
