/// The order in which things of a picture are told: row by row, as one reads.
package enum ReadingOrder {
  /// A thing belongs to a row when its centre lies above the lower edge of the middle half of the row's
  /// first one; within a row from left to right.
  package static func sorted<Item>(_ items: [Item], box: (Item) -> PixelRect) -> [Item] {
    func middle(_ item: Item) -> (x: Int, y: Int) {
      let box = box(item)
      return (2 * box.x + box.width, 2 * box.y + box.height)
    }
    var rest = items.sorted { (middle($0).y, middle($0).x) < (middle($1).y, middle($1).x) }
    var ordered: [Item] = []
    while let first = rest.first {
      let rowEnd = middle(first).y + box(first).height / 2
      let row = rest.prefix { middle($0).y <= rowEnd }
      ordered += row.sorted { middle($0).x < middle($1).x }
      rest.removeFirst(row.count)
    }
    return ordered
  }
}
