/// Finds the name that was probably meant.
public enum NearestName {
  /// The candidate with the fewest edits from `name`; nil when even that one needs more than `limit`
  /// edits or more than a third of its letters changed.
  public static func of(
    _ name: String, in candidates: [String], atMost limit: Int = .max
  ) -> String? {
    let wanted = Array(name.lowercased().prefix(64))
    var best: (edits: Int, name: String)?
    for candidate in candidates {
      let edits = distance(wanted, Array(candidate.lowercased().prefix(64)))
      let allowed = min(limit, max(1, max(candidate.count, wanted.count) / 3))
      if edits <= allowed, edits < best?.edits ?? .max {
        best = (edits, candidate)
      }
    }
    return best?.name
  }

  /// Edit distance: letters inserted, removed, replaced, or two neighbours exchanged.
  private static func distance(_ one: [Character], _ other: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var row = [i + 1]
      for (j, b) in other.enumerated() {
        var edits = min(last[j] + (a == b ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a == other[j - 1], b == one[i - 1] {
          edits = min(edits, before[j - 1] + 1)
        }
        row.append(edits)
      }
      before = last
      last = row
    }
    return last[other.count]
  }
}
