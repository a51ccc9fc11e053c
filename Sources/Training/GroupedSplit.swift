import Review

/// What a cell is for.
public enum Part: String, Sendable, CaseIterable {
  /// The head is fitted to it.
  case training
  /// It chooses the epoch, the temperature and the thresholds.
  case validation
  /// It is looked at once, at the end.
  case test
}

/// Divides cells among training, validation and test: 70, 15 and 15 in a hundred of every class, as near as
/// whole groups allow. Cells of a group show the same field, picture or slide; apart, they would let a head be
/// tested on what it was trained on.
public enum GroupedSplit {
  /// Parts of all cells.
  public static let shares: [(part: Part, share: Double)] = [
    (.training, 0.7), (.validation, 0.15), (.test, 0.15),
  ]

  /// The part of each cell.
  ///
  /// Groups are dealt in an order that the seed draws, the large ones first; each goes where the classes that
  /// it has are farthest from their share.
  ///
  /// - Parameters:
  ///   - labels: class of each cell, from 0 on.
  ///   - groups: group of each cell.
  ///   - shares: what each part is to have; they add up to 1.
  public static func parts(
    labels: [Int], groups: [Int], shares: [(part: Part, share: Double)] = GroupedSplit.shares,
    seed: UInt64
  ) -> [Part] {
    precondition(labels.count == groups.count)
    let classCount = (labels.max() ?? 0) + 1
    var members: [Int: [Int]] = [:]
    for (cell, group) in groups.enumerated() { members[group, default: []].append(cell) }
    var source = SplitMix64(seed: seed)
    let order = shuffled(members.keys.sorted(), by: &source)
      .enumerated().sorted { left, right in
        let (a, b) = (members[left.element]?.count ?? 0, members[right.element]?.count ?? 0)
        return a != b ? a > b : left.offset < right.offset
      }
    let totals = labels.reduce(into: [Double](repeating: 0, count: classCount)) { $0[$1] += 1 }
    /// What each part still wants of each class.
    var wants = shares.map { share in totals.map { $0 * share.share } }
    var parts = [Part](repeating: .training, count: labels.count)
    for (_, group) in order {
      let cells = members[group] ?? []
      func need(_ place: Int) -> Double {
        cells.reduce(0) {
          $0 + wants[place][labels[$1]] / (totals[labels[$1]] * shares[place].share)
        }
      }
      let needs = shares.indices.map(need)
      // Of equal needs the first part's goes first.
      let place = needs.indices.reduce(0) { needs[$1] > needs[$0] + 1e-9 ? $1 : $0 }
      for cell in cells {
        wants[place][labels[cell]] -= 1
        parts[cell] = shares[place].part
      }
    }
    return parts
  }

  /// Fisher and Yates, by hand: one seed means the same order in every toolchain.
  static func shuffled<Element>(
    _ elements: [Element], by source: inout SplitMix64
  ) -> [Element] {
    var elements = elements
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, Int(source.next() % UInt64(last + 1)))
    }
    return elements
  }
}
