import Review

/// Cells that were drawn to be judged, in an order of their own.
struct DrawnCells: Equatable, Sendable {
  let targets: [CheckPlan.Target]
  /// The drawn cells, to look one up.
  let cells: Set<CellID>
  /// Their pictures, each once, in the order of the plan.
  let rows: [ImagePath]
  /// For each picture its drawn cells: a list asks for them row by row.
  private let byPicture: [ImagePath: [CheckPlan.Target]]

  init(_ targets: [CheckPlan.Target]) {
    self.targets = targets
    cells = Set(targets.map(\.cell))
    var seen: Set<ImagePath> = []
    rows = targets.map(\.image).filter { seen.insert($0).inserted }
    byPicture = Dictionary(grouping: targets, by: \.image)
  }

  /// The drawn cells of a picture, in the order of the plan.
  func targets(in image: ImagePath) -> [CheckPlan.Target] { byPicture[image] ?? [] }
}

extension State {
  /// The drawn cells that are being worked through, of a check set or of a second review.
  var drawn: DrawnCells? { check?.drawn ?? second?.drawn }

  /// Why the list cannot be arranged otherwise; nil when it can.
  var drawnReason: String? {
    if check != nil { return "a check set has its own order: \(key(.checkSet)) leaves it" }
    return second == nil
      ? nil : "a second review has its own order: \(key(.secondReview)) ends it"
  }

  /// Whether a drawn cell waits for its judgement.
  func isOpen(_ target: CheckPlan.Target) -> Bool {
    guard let cell = review[target.image].cell(target.cell) else { return false }
    return second.map { $0.reading(of: cell) == nil } ?? (cell.decision == nil)
  }

  /// Cells of `population` at random, of at most `count`; the same for the same seed.
  func draw(
    _ count: Int, of population: [CheckPlan.Target], seed: Int
  ) -> [CheckPlan.Target] {
    var source = SplitMix64(seed: UInt64(seed))
    return Array(population.shuffled(using: &source).prefix(count))
  }

  /// The next drawn cell that waits for its judgement; says so when there is none.
  mutating func selectNextTarget() {
    guard let next = drawn?.targets.first(where: { isOpen($0) && row(of: $0.image) != nil })
    else {
      message = Message(kind: .info, text: allJudged)
      return
    }
    show(Subject(image: next.image, cell: next.cell))
  }

  private var allJudged: String {
    if let check {
      return "check set done: \(CheckFindings(check, in: review).statement). X returns"
    }
    return
      "all of the second review is read: \(key(.secondReview)) ends it and shows the result"
  }
}
