/// Which epoch a training keeps: the last one that the validation cells do not say to be worse than the best.
///
/// An epoch is worse when its loss is greater than the least one by more than twice the standard error of that
/// difference over the cells. A dozen cells order epochs by chance: the least loss is often that of one of the first,
/// and the head of it is hardly trained.
package struct EpochChoice {
  /// What each cell has of the loss in the epoch with the least one.
  private var least: [Double] = []

  /// No epoch seen yet.
  package init() {}

  /// Whether to keep the epoch with these losses of the cells, the same cells each time.
  package mutating func keeps(_ losses: [Double]) -> Bool {
    guard !least.isEmpty else {
      least = losses
      return true
    }
    precondition(losses.count == least.count)
    let differences = zip(losses, least).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    if mean <= 0 {
      least = losses
      return true
    }
    guard count > 1 else { return false }
    let variance =
      differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return mean * mean <= 4 * variance / count
  }
}
