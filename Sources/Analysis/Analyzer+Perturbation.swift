import Engine
public import Imaging
import Morphology
public import Review

/// How a class's probability follows as fields of a cell's crop are taken away, and given back: whether a map
/// names what the model needs.
///
/// The crop is divided into the map's own fields. What is taken away is replaced by the same place of the
/// blurred crop. Sources: Samek et al., "Evaluating the Visualization of What a Deep Neural Network Has Learned",
/// IEEE TNNLS 28(11), 2017 (fields in the map's order); Petsiuk et al., "RISE", BMVC 2018 (both directions).
public struct Perturbation: Hashable, Sendable {
  /// Fields changed at each point of a curve, from none to all.
  public static let counts = Array(stride(from: 0, to: fieldCount, by: 3)) + [fieldCount]
  /// Fields of a crop.
  public static let fieldCount = ClassMap.side * ClassMap.side
  /// Reach of each of three passes of a moving mean over the crop's 224 pixels: like a Gauss of 25 pixels, in
  /// which a cell is a spot without a nucleus.
  public static let blurReach = 24

  /// Probability at each of `counts` as fields are blurred, the first of the order first.
  public let deletion: [Double]
  /// The same as fields are put into the blurred crop.
  public let insertion: [Double]
}

extension Analyzer {
  /// What becomes of the probability of `label` for the cell in `box` by each order of the crop's fields, each of
  /// which names all fields, row by row, once.
  public func perturbations(
    of label: Label, box: Box, in image: RGBImage, orders: [[Int]]
  ) -> [Perturbation] {
    guard let place = model.header.classes.firstIndex(where: { $0.label == label }) else {
      return []
    }
    let side = model.preprocess.side
    let whole = model.preprocess.input(from: image, box: PixelRect(box))
    let blurred = CropBlur(side: side, reach: Perturbation.blurReach).blurred(whole)
    let ends = [whole, blurred].map { probability(of: place, input: $0) }
    return orders.map { order in
      precondition(order.sorted() == Array(0..<Perturbation.fieldCount))
      func curve(from start: [Float], to end: [Float], _ ends: (Double, Double)) -> [Double] {
        var input = start
        var points = [ends.0]
        for (before, count) in zip(Perturbation.counts, Perturbation.counts.dropFirst()) {
          for field in order[before..<count] { Self.copy(field, of: end, into: &input, side: side) }
          // Both curves end at what both have in common.
          points.append(
            count == order.count ? ends.1 : probability(of: place, input: input))
        }
        return points
      }
      return Perturbation(
        deletion: curve(from: whole, to: blurred, (ends[0], ends[1])),
        insertion: curve(from: blurred, to: whole, (ends[1], ends[0])))
    }
  }

  private func probability(of place: Int, input: [Float]) -> Double {
    model.suggestion(logits: logits(of: input)).probabilities[place].probability
  }

  /// Copies a field of the map from one crop into another.
  private static func copy(
    _ field: Int, of source: [Float], into target: inout [Float], side: Int
  ) {
    let (row, column) = field.quotientAndRemainder(dividingBy: ClassMap.side)
    func range(_ place: Int) -> Range<Int> {
      (place * side / ClassMap.side)..<((place + 1) * side / ClassMap.side)
    }
    for y in range(row) {
      let samples =
        ((y * side + range(column).lowerBound) * 3)..<((y * side + range(column).upperBound) * 3)
      target.replaceSubrange(samples, with: source[samples])
    }
  }
}
