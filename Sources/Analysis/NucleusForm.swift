import Foundation
package import Review

/// A second look at a cell of which the network is not sure: what the form of its nucleus says.
///
/// A multinomial logistic regression over lobes and roundness, which know nothing of colour, so that it holds
/// where stain and camera are not those that the network learnt from. It tells groups of classes apart (a
/// segmented nucleus, a round one, a bent one), never the classes within a group. It stands in the weights'
/// header beside the thresholds, because it was chosen with them. The nucleus's share of the cell is no part of
/// it: that is another in each laboratory.
public struct NucleusForm: Equatable, Sendable, Codable {
  /// Classes whose nuclei look alike, and how much each measure speaks for them.
  struct Group: Equatable, Sendable, Codable {
    /// Codes of classes of the core.
    let classes: [String]
    let bias: Double
    /// Per lobe, of which `mostLobes` count.
    let lobes: Double
    /// Per roundness of the nucleus, 0...1.
    let roundness: Double
  }

  let groups: [Group]
  /// Added to each group's probability before it weighs: no form rules a class out.
  let floor: Double

  /// More lobes than this say no more.
  private static let mostLobes = 5
  /// Of all, with the groups' classes together: below it a cell is surely none of them.
  private static let leastShare = 0.02
  /// Of the groups' part, with other groups than the likeliest: below it the form would change nothing.
  private static let leastDoubt = 0.1

  /// At least two groups that share no class, all of `core`, and finite numbers.
  func isBelievable(core: Set<String>) -> Bool {
    let classes = groups.flatMap(\.classes)
    let numbers = groups.flatMap { [$0.bias, $0.lobes, $0.roundness] }
    return groups.count > 1 && groups.allSatisfy { !$0.classes.isEmpty }
      && Set(classes).count == classes.count && core.isSuperset(of: classes)
      && numbers.allSatisfy { abs($0) <= 1000 } && (0.001...1).contains(floor)
  }

  /// Whether it matters what the form says: measuring takes longer than classifying.
  func canSettle(_ probabilities: [ClassProbability]) -> Bool {
    let shares = groups.map { group in
      probabilities.reduce(0) {
        group.classes.contains($1.label.rawValue) ? $0 + $1.probability : $0
      }
    }
    let sum = shares.reduce(0, +)
    return sum >= Self.leastShare && sum - (shares.max() ?? 0) >= Self.leastDoubt * sum
  }

  /// Probability of each group by the form of the nucleus alone; nil of a cell without a nucleus.
  package func probabilities(of measures: CellMeasures) -> [Double]? {
    guard measures.nucleusArea > 0 else { return nil }
    let lobes = Double(min(measures.lobeCount, Self.mostLobes))
    let scores = groups.map {
      $0.bias + $0.lobes * lobes + $0.roundness * measures.nucleusRoundness
    }
    let greatest = scores.max() ?? 0
    let weights = scores.map { exp($0 - greatest) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// Probabilities by both: what the network gave to the groups' classes together is dealt out among them anew, by
  /// the product of its own opinion and the form's. What it gave to other classes stays. Nil of a cell without a nucleus.
  package func weighed(
    _ probabilities: [ClassProbability], by measures: CellMeasures
  ) -> [ClassProbability]? {
    guard let said = self.probabilities(of: measures) else { return nil }
    var factors: [Label: Double] = [:]
    for (group, probability) in zip(groups, said) {
      for code in group.classes { factors[Label(rawValue: code)] = probability + floor }
    }
    var (before, after) = (0.0, 0.0)
    for item in probabilities {
      guard let factor = factors[item.label] else { continue }
      before += item.probability
      after += item.probability * factor
    }
    guard after > 0 else { return nil }
    return probabilities.map { item in
      ClassProbability(
        label: item.label,
        probability: factors[item.label].map { item.probability * $0 * before / after }
          ?? item.probability)
    }
  }
}
