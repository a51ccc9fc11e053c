import Review
import Screen

/// The cells of which reviewers said different things, as a page.
public struct DisagreementList: Equatable, Sendable {
  private(set) var rows: [Disagreement]
  private(set) var selected = 0
  private(set) var top = 0
  /// What a second review that ended just now came to.
  let statement: String?

  init(_ rows: [Disagreement], statement: String? = nil) {
    // Those that wait for a word come first.
    self.rows = rows.filter(\.isOpen) + rows.filter { !$0.isOpen }
    self.statement = statement
  }

  var open: Int { rows.count { $0.isOpen } }

  var current: Disagreement? { rows.indices.contains(selected) ? rows[selected] : nil }

  mutating func move(by step: Int, rows height: Int) {
    selected = max(0, min(rows.count - 1, selected + step))
    keepVisible(height)
  }

  mutating func keepVisible(_ height: Int) {
    if selected < top { top = selected }
    if selected >= top + height { top = selected - height + 1 }
    top = max(0, min(top, rows.count - height))
  }
}

extension State {
  /// What reviewers disagree about in the pictures of the directory, by the pictures' names.
  var disagreements: [Disagreement] {
    review.knownPaths.filter { catalogue.index(of: $0) != nil }.sorted()
      .flatMap { review[$0].disagreements(in: $0) }
  }

  /// - Parameter statement: What a second review that ended just now came to: then the page opens even
  ///   where nothing stands on it.
  mutating func openDisagreements(saying statement: String? = nil) {
    settling = nil
    let rows = disagreements
    guard statement != nil || !rows.isEmpty else {
      message = Message(
        kind: .info, text: "nobody disagrees here: \(key(.secondReview)) begins a second review")
      return
    }
    mode = .disagreements(DisagreementList(rows, statement: statement))
  }

  mutating func takeInDisagreements(_ key: Key, _ list: DisagreementList) -> [Effect] {
    var list = list
    let height = DisagreementPage.rows(size, list)
    message = nil
    switch key {
    case .character("j"), .down: list.move(by: 1, rows: height)
    case .character("k"), .up: list.move(by: -1, rows: height)
    case .pageDown, .control("d"), .character(" "): list.move(by: height, rows: height)
    case .pageUp, .control("u"): list.move(by: -height, rows: height)
    case .home, .character("g"): list.move(by: -list.rows.count, rows: height)
    case .end, .character("G"): list.move(by: list.rows.count, rows: height)
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .character("Q"): return quit()
    case .enter:
      settle(list)
      return []
    case .escape, .character("q"):
      mode = .desk
      return []
    default:
      if keymap.command(for: key) == .disagreements {
        mode = .desk
        return []
      }
      message = Message(
        kind: .warning, text: "\(key.shown) does nothing here: Enter shows the cell, Esc leaves")
    }
    mode = .disagreements(list)
    return []
  }

  /// Goes to a cell that waits for a word: at the desk the key of a class decides.
  private mutating func settle(_ list: DisagreementList) {
    guard let disagreement = list.current else { return mode = .desk }
    if row(of: disagreement.image) == nil {
      // What is to be decided must be seen, whatever the list leaves out.
      filter = Filter()
      scope = nil
      arrange()
    }
    mode = .desk
    show(Subject(image: disagreement.image, cell: disagreement.cell))
    settling = disagreement.isOpen ? disagreement : nil
  }

  /// The disagreement that the key of a class decides now: the one that was gone to, while its cell is
  /// selected.
  var settled: Disagreement? {
    guard let settling, settling.image == image,
      settling.cell == nil || settling.cell == cell?.id
    else { return nil }
    return settling
  }

  /// Why this reviewer may not decide; nil when nothing is to be decided here, or it is free to.
  var settlingReason: String? {
    guard let settled, !settled.isContested, settled.parties.contains(slide.reviewer) else {
      return nil
    }
    return "a third reviewer decides, not one of the two: \(key(.identity)) signs in another"
  }

  /// A class's key at a cell that waits for a word: asks for the reason first.
  mutating func askReason(of label: Label) {
    guard let settled else { return }
    mode = .entry(
      TextEntry(
        purpose: .verdict(label, name: name(of: label), needsReason: settled.isContested), text: "")
    )
  }

  /// Records the word that decides, and goes on with the list.
  mutating func adjudicate(_ label: Label, because reason: String, entry: TextEntry) -> [Effect] {
    guard let settled, let sha256 = review[settled.image].sha256 else { return [] }
    guard !reason.isEmpty || !settled.isContested else {
      mode = .entry(entry)
      message = Message(kind: .warning, text: "stations contest this cell: say why it is so")
      return []
    }
    let text = "\(shortName(settled.image)) decided to be \(name(of: label))"
    rememberStep(image: settled.image, cell: settled.cell, text: text)
    let effects = enter(
      .adjudicated(
        Adjudication(
          image: settled.image, imageSHA256: sha256, cell: settled.cell, label: label,
          reviewer: slide.reviewer, between: settled.words.map(\.entry),
          reason: reason.isEmpty ? nil : reason)),
      message: text)
    openDisagreements()
    return effects
  }

  /// Who said what, in two lines that stand where the suggestion would.
  func settlingLines(_ disagreement: Disagreement) -> (String, String) {
    (
      words(of: disagreement),
      settlingReason == nil
        ? "a class's key decides; \(key(.disagreements)): the list"
        : "a third reviewer decides: \(key(.identity)) signs in another"
    )
  }

  /// `kbm Neu, mho Mono (second)`.
  func words(of disagreement: Disagreement) -> String {
    disagreement.words.map {
      "\($0.reviewer) \(name(of: $0.label))\($0.isSecond ? " (second)" : "")"
    }.joined(separator: ", ")
  }
}
