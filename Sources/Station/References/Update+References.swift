import Review
import Screen

extension State {
  /// Shows examples of the likeliest class, then of the next, then none.
  mutating func toggleReferences() {
    switch references.rank {
    case nil:
      references.rank = 0
      // What was drawn before may be gone by now.
      thumbnails = Thumbnails()
    case 0: references.rank = 1
    default: references.rank = nil
    }
  }

  /// The class whose examples are wanted for the selected cell.
  var referenceLabel: Label? {
    guard let rank = references.rank, let cell else { return nil }
    // Examples of a withheld suggestion's class would give it away.
    guard let suggestion = visibleSuggestion(of: cell) else {
      return rank == 0 ? cell.decision?.label : nil
    }
    let ranked = suggestion.probabilities.sorted { $0.probability > $1.probability }.map(\.label)
    return ranked.indices.contains(rank) ? ranked[rank] : nil
  }

  /// Asks the log for the examples that should be on screen.
  mutating func requestReferences() -> [Effect] {
    guard historyLoaded, let label = referenceLabel, references.ask(label) else { return [] }
    return [.loadReferences(label)]
  }

  /// The examples on screen: the latest whose file still holds what was judged.
  var shownReferences: [(cell: ReferenceCell, request: ThumbnailRequest)] {
    guard mode != .gallery, let grid = layout.references.map({ ReferenceGrid($0.inside) }),
      let label = referenceLabel, case .found(let found) = references[label]
    else { return [] }
    var shown: [(cell: ReferenceCell, request: ThumbnailRequest)] = []
    // The cell in question is no example for itself.
    for example in found.cells where example.cell == nil || example.cell != cell?.id {
      let request = ThumbnailRequest(
        image: example.image, sha256: example.imageSHA256, box: example.box,
        side: 2 * grid.thumbnailRows)
      if let content = thumbnails[request], !content.isDrawn { continue }
      shown.append((example, request))
      if shown.count == grid.count { break }
    }
    return shown
  }

  /// Why there is no room for examples; nil when there is.
  var referencesNeed: String? {
    Layout(size: size, references: true).references == nil
      ? "reference cells need 80 x 24 characters, this window has \(size.columns) x \(size.rows): enlarge it"
      : nil
  }
}
