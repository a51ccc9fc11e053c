/// How far nucleus and cell lead over the rest at each place: logits, positive inside.
struct PartMargins {
  /// Nucleus over the better of cytoplasm and background.
  var nucleus: [Float]
  /// The better of nucleus and cytoplasm over background.
  var cell: [Float]

  /// The leads where there is no cell at all.
  static func nothing(places: Int) -> PartMargins {
    let none = [Float](repeating: -1, count: places)
    return PartMargins(nucleus: none, cell: none)
  }
}

/// Tells nucleus, cytoplasm and the rest in two looks: by colour, then with the neighbours' answers.
/// Both are fitted by `Tools/segmentation/fit_parts.py` on masks of `bccd` training rows and on synthetic
/// fields.
enum PartClassifier {
  static func margins(_ features: CellFeatures, grid: CellGrid) -> PartMargins {
    guard features.hasCore else { return .nothing(places: grid.count) }
    let first = PartNetwork.firstLook.margins(features.values, places: grid.count)
    return PartNetwork.secondLook.margins(
      ContextFeatures.values(features, first, grid: grid), places: grid.count)
  }
}
