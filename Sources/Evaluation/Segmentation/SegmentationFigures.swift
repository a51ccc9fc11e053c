/// How well nuclei and cells were outlined in a group of masked images.
public struct SegmentationFigures: Sendable, Encodable {
  /// Overlaps of one part of the cell with its mask.
  public struct Part: Sendable, Encodable {
    /// Dice over the cells that were found.
    public let dice: MeanInterval
    /// The same with 0 for each cell that was not.
    public let diceOfAll: MeanInterval
    /// Median Dice of those found.
    public let median: Double
    public let intersectionOverUnion: MeanInterval
    /// Cells found whose Dice is below `failure`.
    public let failed: Share
  }

  /// A Dice below this is a failure.
  public static let failure = 0.8

  /// The source of the images; nil for all together.
  public let source: String?
  /// Masked images that were read, those of them without a found cell, images that were not read.
  public let images: Int
  public let withoutCell: Int
  public let unreadable: Int
  /// Groups of images (fields, slides); nil when none is told.
  public let groups: Int?
  /// Nil when no cell was found at all.
  public let nucleus: Part?
  public let cell: Part?
  public let baseline: Part?
  /// Dice of the nucleus less that of the baseline, cell by cell.
  public let overBaseline: MeanInterval?

  /// The finding of white cells in images with drawn boxes, by the finder's boxes and by those around
  /// the outlines; nil when none has boxes.
  public let found: Detection?
  public let outlined: Detection?

  /// Least overlap of boxes that are the same cell.
  static let boxOverlap = 0.5

  /// The figures of scored images.
  init(source: String?, _ scored: [ScoredSegmentation]) {
    self.source = source
    unreadable = scored.count(where: \.isUnreadable)
    images = scored.count {
      switch $0.outcome {
      case .scored, .noCell: true
      case .noMask, .unreadable: false
      }
    }
    let found = scored.compactMap { each -> (scores: ScoredSegmentation.Scores, group: String)? in
      guard case .scored(let scores) = each.outcome else { return nil }
      return (scores, each.image.group)
    }
    withoutCell = images - found.count
    let missed = scored.compactMap { each -> String? in
      guard case .noCell = each.outcome else { return nil }
      return each.image.group
    }
    let names = Set(scored.map(\.image.group))
    groups = names.allSatisfy(\.isEmpty) ? nil : names.count
    func part(_ overlap: (ScoredSegmentation.Scores) -> MaskOverlap) -> Part? {
      let dices = found.map { (value: overlap($0.scores).dice, group: $0.group) }
      let all = dices + missed.map { (value: 0, group: $0) }
      guard let dice = MeanInterval(dices), let diceOfAll = MeanInterval(all),
        let quotient = MeanInterval(
          found.map { (overlap($0.scores).intersectionOverUnion, $0.group) })
      else { return nil }
      let sorted = dices.map(\.value).sorted()
      return Part(
        dice: dice, diceOfAll: diceOfAll, median: sorted[sorted.count / 2],
        intersectionOverUnion: quotient,
        failed: Share(sorted.count { $0 < Self.failure }, of: sorted.count))
    }
    nucleus = part(\.nucleus)
    cell = part(\.cell)
    baseline = part(\.baseline)
    let boxed = scored.filter { !$0.isUnreadable && !$0.image.boxes.isEmpty }
    self.found = Detection(
      boxed.map { ($0.found, $0.image.boxes) }, overlap: Self.boxOverlap)
    outlined = Detection(
      boxed.map { ($0.outlined, $0.image.boxes) }, overlap: Self.boxOverlap)
    overBaseline = MeanInterval(
      found.map { ($0.scores.nucleus.dice - $0.scores.baseline.dice, $0.group) })
  }
}
