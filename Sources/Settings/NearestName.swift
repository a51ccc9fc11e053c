/// Finds the name that was probably meant.
public enum NearestName {
  /// The candidate with the fewest edits from `name`; nil when even that one needs more than a
  /// third of its letters changed.
  public static func of(_ name: String, in candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().prefix(64))
    var best: (edits: Int, name: String)?
    for candidate in candidates {
      let edits = distance(wanted, Array(candidate.lowercased().prefix(64)))
      if edits <= max(1, max(candidate.count, wanted.count) / 3), edits < best?.edits ?? .max {
        best = (edits, candidate)
      }
    }
    return best?.name
  }

  /// Levenshtein distance: letters inserted, removed or replaced.
  private static func distance(_ one: [Character], _ other: [Character]) -> Int {
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let substituted = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}
