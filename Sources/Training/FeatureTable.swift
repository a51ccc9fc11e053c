/// Features of labelled cells: for each cell a row of each plain view, then a row of each augmented one.
///
/// Augmented rows are for fitting alone; a cell is judged by the mean of the logits of its plain views, as it is
/// when the head is used.
public struct FeatureTable: Sendable {
  /// Numbers of a row.
  public let featureCount: Int
  /// Rows of a cell that count when it is judged.
  public let plainViews: Int
  /// All rows of a cell.
  public let viewCount: Int
  /// Class of each cell, from 0 on.
  public private(set) var labels: [Int] = []
  /// [cell][view][feature]
  public private(set) var features: [Float] = []

  /// A table without cells.
  public init(featureCount: Int, plainViews: Int, augmentedViews: Int) {
    precondition(featureCount > 0 && plainViews > 0 && augmentedViews >= 0)
    self.featureCount = featureCount
    self.plainViews = plainViews
    viewCount = plainViews + augmentedViews
  }

  /// Makes room for so many cells.
  public mutating func reserve(_ cells: Int) {
    features.reserveCapacity(cells * viewCount * featureCount)
  }

  /// Adds a cell with all its rows.
  public mutating func add(label: Int, _ rows: some Sequence<Float>) {
    features.append(contentsOf: rows)
    labels.append(label)
    precondition(features.count == labels.count * viewCount * featureCount)
  }

  /// Number of cells.
  public var count: Int { labels.count }

  /// All rows of these cells, or only those of their plain views.
  func rows(of cells: [Int], plainOnly: Bool) -> [Int] {
    cells.flatMap { cell in
      (0..<(plainOnly ? plainViews : viewCount)).map { cell * viewCount + $0 }
    }
  }

  /// The class of the cell that a row is of.
  func label(ofRow row: Int) -> Int { labels[row / viewCount] }
}
