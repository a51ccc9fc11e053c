import Review

/// Two cells that may be the same one.
public struct TwinPair: Equatable, Sendable {
  /// The one that came up first.
  public let first: Subject
  public let second: Subject
  public let reason: TwinReason
}

/// Why two cells may be the same one.
public enum TwinReason: Equatable, Sendable {
  /// Two files hold the same picture.
  case copy
  /// Their fingerprints differ in so many bits, perhaps after one was turned or mirrored.
  case alike(bits: Int, isTurned: Bool)
  /// They stand in the same place of two pictures that are alike.
  case samePlace(isTurned: Bool)
  /// Their boxes lie largely in one another.
  case overlap

  /// For the technician.
  var text: String {
    switch self {
    case .copy: "the two files hold the same picture"
    case .alike(let bits, let isTurned):
      "\(bits) of 128 bits differ" + (isTurned ? ", turned or mirrored" : "")
    case .samePlace(let isTurned):
      "the same place of like pictures" + (isTurned ? ", turned or mirrored" : "")
    case .overlap: "one box lies largely in the other"
    }
  }
}

/// The cells that may be doubles of others, and what is left to ask about them.
public struct Twins: Equatable, Sendable {
  /// What has to be asked about a cell: whether it is one of those that came up before.
  struct Question: Equatable {
    let cell: Subject
    /// The likeliest first.
    var candidates: [(cell: Subject, reason: TwinReason)]

    static func == (left: Question, right: Question) -> Bool {
      left.cell == right.cell && left.candidates.elementsEqual(right.candidates) { $0 == $1 }
    }
  }

  /// A cell is asked about with so many others at the most.
  static let mostCandidates = 4

  var index = TwinIndex()
  var pictures = TwinIndex()
  private(set) var questions: [Question] = []
  private var places: [Subject: Int] = [:]
  /// What is left to ask, a pair for each cell.
  public internal(set) var open: [TwinPair] = []
  /// Whether something happened after which `open` has to be made anew.
  var isStale = false

  /// Takes a likeness; returns the question when it is a new one.
  mutating func ask(_ cell: Subject, _ candidate: Subject, _ reason: TwinReason) -> Question? {
    if let place = places[cell] {
      let known = questions[place].candidates
      guard known.count < Self.mostCandidates, !known.contains(where: { $0.cell == candidate })
      else { return nil }
      questions[place].candidates.append((candidate, reason))
      isStale = true
      return nil
    }
    // The other way round it is asked already.
    if let place = places[candidate],
      questions[place].candidates.contains(where: { $0.cell == cell })
    {
      return nil
    }
    let question = Question(cell: cell, candidates: [(candidate, reason)])
    places[cell] = questions.count
    questions.append(question)
    return question
  }
}

extension State {
  // MARK: Finding

  /// Looks in what was just taken into the reviews for cells that came up before.
  mutating func noteTwins(_ event: LogEvent, in image: ImagePath) {
    switch event {
    case .classified(let classification):
      guard case .cells(let facts, let found) = classification.outcome else { return }
      for cell in found { noteTwins(of: cell.id, cell.fingerprint, in: image) }
      noteLikePictures(facts, in: image)
      noteOverlaps(in: image)
    case .placed(let placement):
      noteTwins(of: placement.cell, placement.fingerprint, in: image)
      noteOverlaps(in: image)
      twins.isStale = true
    case .compared, .undone, .redone: twins.isStale = true
    default: break
    }
  }

  private mutating func noteTwins(of cell: CellID, _ hash: String?, in image: ImagePath) {
    let fingerprint =
      hash.flatMap { Fingerprint(hexadecimal: $0) } ?? Fingerprint(standingInFor: cell)
    let matches = twins.index.matches(of: fingerprint)
    let isKnown = matches.contains {
      twins.index.isNamed(cell, at: $0.place) && twins.index.image(at: $0.place) == image
    }
    guard !isKnown else { return }
    for match in matches.prefix(Twins.mostCandidates) {
      let place = twins.index.image(at: match.place)
      let other = review[place].cells.first { twins.index.isNamed($0.id, at: match.place) }
      guard let other = other?.id else { continue }
      ask(
        Subject(image: image, cell: cell), Subject(image: place, cell: other),
        cell == other ? .copy : .alike(bits: match.distance, isTurned: match.position > 0))
    }
    twins.index.add(fingerprint, of: cell, in: image)
  }

  /// Looks for cells in the same place of a picture like this one: where the finder drew another box the
  /// second time, the hash of the cell does not feel it.
  private mutating func noteLikePictures(_ facts: PictureFacts, in image: ImagePath) {
    guard let fingerprint = facts.fingerprint.flatMap({ Fingerprint(hexadecimal: $0) }) else {
      return
    }
    let matches = twins.pictures.matches(of: fingerprint)
    guard !matches.contains(where: { twins.pictures.image(at: $0.place) == image }) else { return }
    for match in matches.prefix(Twins.mostCandidates) {
      let other = twins.pictures.image(at: match.place)
      guard case .classified(let otherFacts) = review[other].finding else { continue }
      for cell in review[image].cells {
        let there = cell.box?.moved(toPosition: match.position, of: facts, in: otherFacts)
        guard let there, let twin = review[other].cell(at: there) else { continue }
        ask(
          Subject(image: image, cell: cell.id), Subject(image: other, cell: twin.id),
          .samePlace(isTurned: match.position > 0))
      }
    }
    twins.pictures.add(fingerprint, in: image)
  }

  private mutating func noteOverlaps(in image: ImagePath) {
    let cells = review[image].cells
    guard cells.count > 1 else { return }
    for (index, cell) in cells.enumerated() {
      for other in cells[..<index] where overlap(cell, other) {
        ask(
          Subject(image: image, cell: cell.id), Subject(image: image, cell: other.id), .overlap)
      }
    }
  }

  private func overlap(_ one: ReviewCell, _ other: ReviewCell) -> Bool {
    guard let box = one.box, let otherBox = other.box else { return false }
    return box.shareWithin(otherBox) >= Box.doubtfulShare
  }

  private mutating func ask(_ cell: Subject, _ candidate: Subject, _ reason: TwinReason) {
    guard let question = twins.ask(cell, candidate, reason), !twins.isStale else { return }
    if let pair = pair(of: question) { twins.open.append(pair) }
  }

  // MARK: What is left to ask

  /// After every event: what is left to ask.
  mutating func keepTwins() {
    guard twins.isStale else { return }
    twins.open = twins.questions.compactMap { pair(of: $0) }
    twins.isStale = false
  }

  /// The pair that a question is about now; nil when nothing is left to ask.
  ///
  /// Of cells that were said to be the same, only the one that counts is asked about.
  private func pair(of question: Twins.Question) -> TwinPair? {
    guard let cell = counted(question.cell) else { return nil }
    var next: TwinPair?
    for candidate in question.candidates {
      guard let other = counted(candidate.cell) else { continue }
      if other == cell { return nil }
      guard next == nil, isLikely(candidate.reason, question.cell, candidate.cell),
        reviewed(cell)?.isSame(as: other) == nil, reviewed(other)?.isSame(as: cell) == nil
      else { continue }
      next = TwinPair(first: other, second: cell, reason: candidate.reason)
    }
    return next
  }

  /// A box that was moved away is no longer in the other.
  private func isLikely(_ reason: TwinReason, _ one: Subject, _ other: Subject) -> Bool {
    guard reason == .overlap else { return true }
    guard let one = reviewed(one), let other = reviewed(other) else { return false }
    return overlap(one, other)
  }

  /// The cell that counts for this one: itself, or the one it is a double of. Nil when it is gone.
  private func counted(_ subject: Subject) -> Subject? {
    var subject = subject
    var seen: Set<Subject> = []
    while seen.insert(subject).inserted {
      guard let cell = reviewed(subject) else { return nil }
      guard let double = cell.double else { break }
      subject = Subject(image: double.otherImage, cell: double.otherCell)
    }
    return subject
  }

  /// The cell as it stands now.
  func reviewed(_ subject: Subject) -> ReviewCell? {
    subject.cell.flatMap { review[subject.image].cell($0) }
  }

  /// Pairs of cells that may be the same and about which nobody was asked yet.
  public var doubtfulCount: Int { twins.open.count }
}

extension ImageReview {
  /// The cell whose box shares most with this one, if the two mean one cell.
  fileprivate func cell(at box: Box) -> ReviewCell? {
    let shares = cells.map { (cell: $0, share: $0.box?.intersectionOverUnion(box) ?? 0) }
    let best = shares.max { $0.share < $1.share }
    return best.flatMap { $0.share >= Self.samePlaceOverlap ? $0.cell : nil }
  }

  /// Boxes of one cell in two photographs share at least this much, two cells of a field hardly (`Accuracy.md`).
  fileprivate static let samePlaceOverlap = 0.3
}

extension ReviewCell {
  /// What was said last of this cell and another one.
  fileprivate func isSame(as other: Subject) -> Bool? {
    other.cell.flatMap { isSame(as: $0, in: other.image) }
  }
}
