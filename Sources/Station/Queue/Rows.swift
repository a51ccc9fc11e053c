/// Which pictures stand in the list and in which order: places in the catalogue.
struct Rows: Equatable, Sendable {
  /// Nil while every picture stands in the catalogue's own order, which costs nothing.
  private(set) var places: [Int]?
  /// Pictures of the catalogue.
  private var total: Int

  /// Every picture of a catalogue of `total`, by name.
  init(all total: Int) { self.total = total }

  /// These pictures of a catalogue of `total`.
  init(_ places: [Int], of total: Int) {
    self.places = places
    self.total = total
  }

  var count: Int { places?.count ?? total }

  /// The catalogue's place of a row.
  func place(at row: Int) -> Int { places?[row] ?? row }

  /// The row of a place; nil when it is not in the list.
  func row(of place: Int) -> Int? {
    guard let places else { return (0..<total).contains(place) ? place : nil }
    return places.firstIndex(of: place)
  }

  /// Follows the catalogue when pictures came in at these places (of the new catalogue, ascending). Those
  /// to be shown stand last, so that nothing moves that somebody looks at; in the catalogue's own order, at
  /// their places.
  mutating func insert(_ new: [Int], showing isShown: (Int) -> Bool) {
    total += new.count
    guard let old = places else { return }
    var shifted: [Int] = []
    shifted.reserveCapacity(total)
    var next = new.startIndex
    for place in 0..<total {
      if next < new.endIndex, new[next] == place { next += 1 } else { shifted.append(place) }
    }
    places = old.map { shifted[$0] } + new.filter(isShown)
  }
}
