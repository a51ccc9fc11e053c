/// A cell, or a picture as a whole, of which reviewers said different things.
public struct Disagreement: Hashable, Sendable {
  /// What one of them said.
  public struct Word: Hashable, Sendable {
    public let entry: EntryID
    public let reviewer: String
    public let label: Label
    /// Whether it is a second reading, given without sight of the answer.
    public let isSecond: Bool
  }

  public let image: ImagePath
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  /// The cell's place in the picture, from 1; 0 for the whole picture.
  public let place: Int
  /// Answers first, oldest first.
  public let words: [Word]
  /// Whether answers of stations that did not know of each other differ: the cell counts nowhere until
  /// somebody decides. Else the first answer counts meanwhile.
  public let isContested: Bool
  /// The further reviewer's word.
  public let adjudication: Adjudication?

  /// Whether nobody decided yet.
  public var isOpen: Bool { adjudication == nil }

  /// Who may not decide, being one of those who disagree. Where stations contest a cell anyone may, since
  /// perhaps nobody else is there; who decides in an own matter gives the reason.
  public var parties: Set<String> { Set(words.map(\.reviewer)) }
}

extension ImageReview {
  /// Cells that reviewers saw differently, decided ones included, in reading order.
  ///
  /// - Parameter image: this picture's path.
  public func disagreements(in image: ImagePath) -> [Disagreement] {
    let ofCells = cells.enumerated().compactMap { index, cell in
      Disagreement(
        image, cell.id, place: index + 1, answers: cell.openAnswers,
        readings: cell.secondReadings, adjudication: cell.adjudication?.adjudication)
    }
    let ofField = Disagreement(
      image, nil, place: 0, answers: openFieldAnswers, readings: [],
      adjudication: fieldAdjudication?.adjudication)
    return ofCells + [ofField].compactMap { $0 }
  }
}

extension Disagreement {
  fileprivate init?(
    _ image: ImagePath, _ cell: CellID?, place: Int, answers: [Answer],
    readings: [(entry: EntryID, reading: SecondReading)], adjudication: Adjudication?
  ) {
    guard let standing = answers.last else { return nil }
    let differing = readings.filter { $0.reading.label != standing.decision.label }
    isContested = Set(answers.map(\.decision.label)).count > 1
    guard isContested || !differing.isEmpty else { return nil }
    self.image = image
    self.cell = cell
    self.place = place
    self.adjudication = adjudication
    words =
      answers.map {
        Word(
          entry: $0.entry, reviewer: $0.reviewer, label: $0.decision.label, isSecond: false)
      }
      + differing.map {
        Word(
          entry: $0.entry, reviewer: $0.reading.reviewer, label: $0.reading.label, isSecond: true)
      }
  }
}
