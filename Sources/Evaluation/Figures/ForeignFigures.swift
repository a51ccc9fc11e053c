import Foundation
import Review

/// Whether cells of no core class are told from the core's.
///
/// A cell is flagged when its probabilities outside the core together pass the threshold that flags
/// 1 % of this same set's core cells. Chosen on the set it is measured on, that threshold flatters.
/// Images without a cell do not count.
public struct ForeignFigures: Hashable, Sendable, Encodable {
  /// The cells of one class outside the core.
  public struct ClassShare: Hashable, Sendable, Encodable {
    public let code: String
    public let flagged: Share
    /// Cells that the program would have offered as a sure core class.
    public let ok: Share
  }

  /// The sum of foreign probabilities above which a cell is flagged.
  public let threshold: Double
  /// Core cells above the threshold.
  public let coreFlagged: Share
  /// Core cells that the shipped thresholds call `outside`.
  public let coreOutside: Share
  /// Classes outside the core that occur.
  public let classes: [ClassShare]

  static let falseFlags = 0.01

  /// The figures of some images; nil when the model has no class outside the core, or no core cell
  /// was found.
  init?(_ images: [ScoredImage], classes: [CellClass]) {
    let foreign = classes.indices.filter { !classes[$0].core }
    let found = images.filter { $0.answer != nil }
    let core = found.filter { $0.image.truth.map { classes[$0].core } == true }
    guard !foreign.isEmpty, !core.isEmpty else { return nil }
    func score(_ image: ScoredImage) -> Double {
      foreign.reduce(0) { $0 + image.probabilities[$1] }
    }
    let threshold = quantile(core.map(score), 1 - Self.falseFlags)
    func isOk(_ image: ScoredImage) -> Bool { image.answer?.suggestion.status == .ok }
    self.threshold = threshold
    coreFlagged = Share(core.count { score($0) > threshold }, of: core.count)
    coreOutside = Share(
      core.count { $0.answer?.suggestion.status == .outside }, of: core.count)
    self.classes = foreign.compactMap { place in
      let cells = found.filter { $0.image.truth == place }
      guard !cells.isEmpty else { return nil }
      return ClassShare(
        code: classes[place].code,
        flagged: Share(cells.count { score($0) > threshold }, of: cells.count),
        ok: Share(cells.count(where: isOk), of: cells.count))
    }
  }
}

/// The value below which a share of the values lies, between two of them by a straight line (type 7 of
/// Hyndman and Fan 1996, NumPy's default).
func quantile(_ values: [Double], _ share: Double) -> Double {
  let sorted = values.sorted()
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
}
