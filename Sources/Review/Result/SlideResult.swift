/// The result of one slide as it is handed on: what was counted and how surely, who stands for it, what
/// was changed after it was signed, and from which model, program and log it comes.
///
/// Every export is written from this one value, so that no two of them can disagree.
public struct SlideResult: Hashable, Sendable {
  /// A class that counts in the total.
  public struct Row: Hashable, Sendable {
    public let label: Label
    /// For people, such as `neutrophil`.
    public let name: String
    public let count: Int
    /// Of the total, 0...100; nil while nothing was counted.
    public let percentage: Double?
    /// Exact 95 % limits of the percentage (Clopper and Pearson); nil while nothing was counted.
    public let limits: ClosedRange<Double>?
    /// Cells in 10^9 a litre; nil when no white cell count was given.
    public let absolute: Double?
    /// The laboratory's own ranges; empty unless it gave some.
    public let ranges: ReferenceRanges
  }

  /// Cells that were told and count in no total.
  public struct Tally: Hashable, Sendable {
    public let label: Label
    public let name: String
    public let count: Int
  }

  /// Specimen, slide, directory and target.
  public private(set) var slide: SlideIdentity
  /// Preliminary unless the counts below are exactly what was signed.
  public let status: ResultStatus
  /// Every signature that holds, oldest first.
  public let signatures: [SignedResult]
  /// What was changed after a signature, oldest first.
  public private(set) var amendments: [Amendment]
  /// The counts; of a signed result the signed ones.
  public let differential: Differential
  public let rows: [Row]
  public let tallies: [Tally]
  /// White cells and how they were corrected; nil when no white cell count was given.
  public let absolute: AbsoluteCounts?
  /// Nucleated red cells for 100 white cells; nil while nothing was counted.
  public let nucleatedRedCellsPer100: Double?
  /// The class that `nucleatedRedCellsPer100` tells of.
  public let nucleatedRedCell: Label
  /// Whether the target was reached; nil when none was set.
  public let isTargetReached: Bool?
  /// Cells with different answers that nobody decided between: they are counted nowhere.
  public let contested: Int
  /// Cells that a second reader saw otherwise, with nobody having decided.
  public let disputed: Int
  /// Answers that are no part of the sample and not counted.
  public let apart: Int
  /// Cells where the technician's word differs from the suggestion.
  public private(set) var overridden: OverriddenCells
  /// Who gave the answers, in the order of their first ones.
  public let reviewers: [String]
  public let origin: ResultOrigin

  /// The result of a slide.
  ///
  /// - Parameters:
  ///   - signed: The slide's signatures, oldest first, and what its result is now.
  ///   - isWhole: Whether nothing on the slide is left to answer: then every answer counts, else only the
  ///     sample.
  /// - Throws: `SlideResultFault` when the classes count otherwise than those it was signed with.
  public init(
    slide: SlideIdentity, status: ResultStatus, signatures: [SignedResult], count: SlideCount,
    isWhole: Bool, classes: [CellClass], rules: CountingRules, origin: ResultOrigin
  ) throws(SlideResultFault) {
    self.slide = slide
    self.status = status
    self.signatures = signatures
    self.origin = origin
    amendments = count.amendments.sorted { $0.sequence < $1.sequence }
    contested = count.contested
    disputed = count.disputed
    overridden = count.overridden
    reviewers = count.reviewers
    let answers: [Label: Int]
    if let signed = signatures.last?.signOff, status != .preliminary {
      answers = Dictionary(
        signed.counts.map { ($0.label, $0.cells) }, uniquingKeysWith: { first, _ in first })
      differential = Differential(answers: answers, classes: classes)
      guard differential.total == signed.total else {
        throw .classesDiffer(
          directory: slide.directory, signed: signed.total, counted: differential.total)
      }
      apart = 0
    } else {
      answers = isWhole ? count.all : count.sample
      differential = Differential(answers: answers, classes: classes)
      apart = count.all.values.reduce(0, +) - answers.values.reduce(0, +)
    }
    nucleatedRedCell = rules.nucleatedRedCell
    nucleatedRedCellsPer100 = differential.per100(rules.nucleatedRedCell)
    let absolute = slide.whiteCellCount.map { [differential] in
      AbsoluteCounts(
        whiteCells: $0, differential, nucleatedRedCell: rules.nucleatedRedCell)
    }
    self.absolute = absolute
    isTargetReached = slide.target?.isReached(by: differential)
    rows = Self.rows(of: differential, classes: classes, rules: rules, absolute: absolute)
    tallies = Self.tallies(differential, classes)
  }

  /// The classes that count in the total, each with what is told of it.
  public static func rows(
    of differential: Differential, classes: [CellClass], rules: CountingRules,
    absolute: AbsoluteCounts?
  ) -> [Row] {
    classes.filter(\.countsInTotal).map { cellClass in
      let percentage = differential.percentage(of: cellClass.label)
      return Row(
        label: cellClass.label, name: cellClass.name,
        count: differential.count(of: cellClass.label), percentage: percentage,
        limits: differential.limits(of: cellClass.label),
        absolute: percentage.flatMap { absolute?.cells(ofPercentage: $0) },
        ranges: rules.ranges[cellClass.label] ?? ReferenceRanges())
    }
  }

  /// The same result without the names of files and directories.
  public func named(by names: PrivateNames) -> SlideResult {
    var result = self
    result.slide = slide.named(by: names)
    result.amendments = amendments.map { $0.named(by: names) }
    result.overridden = overridden.named(by: names)
    return result
  }

  /// Cells of a class that counts.
  public func row(of label: Label) -> Row? { rows.first { $0.label == label } }

  /// The labels outside the total: the other classes, the fixed answers, and classes that stand in the
  /// laboratory's list no longer.
  private static func tallies(_ differential: Differential, _ classes: [CellClass]) -> [Tally] {
    let apart = classes.filter { !$0.countsInTotal }.map { ($0.label, $0.name) }
    let fixed = [Label.unidentified, .other, .noCell].map { ($0, $0.fixedName ?? $0.rawValue) }
    let known = Set(classes.map(\.label) + fixed.map(\.0))
    let unlisted = differential.counts.keys.filter { !known.contains($0) }
      .sorted { $0.rawValue < $1.rawValue }.map { ($0, $0.rawValue) }
    return (apart + fixed + unlisted).map { label, name in
      Tally(label: label, name: name, count: differential.count(of: label))
    }
  }
}

/// Why a slide's result cannot be told.
public enum SlideResultFault: Error, Hashable, Sendable {
  /// With the classes given now, the signed counts have another total than the one that was signed.
  case classesDiffer(directory: ImagePath, signed: Int, counted: Int)
}

/// A signature with the moment it was given.
public struct SignedResult: Hashable, Sendable {
  public let entry: EntryID
  /// Place of the signature in the log.
  public let sequence: Int64
  public let signOff: SignOff
  public let time: Timestamp

  /// The signature that a record holds.
  public init(entry: EntryID, sequence: Int64, signOff: SignOff, time: Timestamp) {
    self.entry = entry
    self.sequence = sequence
    self.signOff = signOff
    self.time = time
  }
}

/// What a result rests on, and what it says of itself.
public struct ResultOrigin: Hashable, Sendable {
  /// The models whose suggestions were judged, in the order they came up.
  public let models: [ModelIdentity]
  /// The programs that the answers were given in, with their versions.
  public let reviewedWith: [String]
  /// The program that hands the result on, with its version.
  public let application: String
  /// Head of the log: an outside copy by which a rewritten log is found out.
  public let head: LogHead
  /// When the record at the head was written: what the result says holds as of then.
  public let time: Timestamp
  /// That the result is for research use only.
  public let notice: String

  /// An origin.
  public init(
    models: [ModelIdentity], reviewedWith: [String], application: String, head: LogHead,
    time: Timestamp, notice: String
  ) {
    self.models = models
    self.reviewedWith = reviewedWith
    self.application = application
    self.head = head
    self.time = time
    self.notice = notice
  }
}
