import Review

extension State {
  /// Shows the heat of the likeliest class, or none.
  mutating func toggleHeat() {
    guard heat.rank == nil else {
      heat.rank = nil
      message = Message(kind: .info, text: "heat off")
      return
    }
    heat.rank = 0
    // What failed is tried anew.
    if case .failed = heat.answer { heat.asked = nil }
    sayHeat()
  }

  /// The heat of the next likeliest class; after the last the first again.
  mutating func showNextHeat() {
    guard let cell, let count = visibleSuggestion(of: cell)?.probabilities.count, count > 0 else {
      return
    }
    heat.rank = heat.rank.map { ($0 + 1) % count } ?? 0
    sayHeat()
  }

  /// Why there can be no heat; nil when there can.
  var heatReason: String? {
    guard let cell else { return "no cell here to show the heat of" }
    if settled != nil { return "this is to be decided: heat would tell what was suggested" }
    if let hidden = hiddenReason(of: cell) { return hidden.whyHeatWaits(key(.blind)) }
    guard cell.suggestion != nil, cell.box != nil else {
      return "no suggestion for this box: there is no heat to show"
    }
    guard imageReview.sha256 != nil else { return "the picture is not on screen" }
    return nil
  }

  /// The cell whose heat should be on screen; nil while heat is off, or would tell what is withheld.
  var wantedHeat: ExplanationRequest? {
    guard heat.rank != nil, second == nil, heatReason == nil, let image, let box = cell?.box,
      let sha256 = imageReview.sha256
    else { return nil }
    // A box on its way is placed by the picture alone.
    if case .box = mode { return nil }
    return ExplanationRequest(image: image, imageSHA256: sha256, box: box)
  }

  /// Asks for the heat that should be on screen, once, after the picture, which shall not share the
  /// processor with it; another cell begins with its likeliest class.
  mutating func requestHeat() -> [Effect] {
    guard let wanted = wantedHeat, wanted != heat.asked, !awaitsPicture else { return [] }
    heat.asked = wanted
    heat.answer = nil
    heat.rank = 0
    return [.explain(wanted)]
  }

  mutating func takeHeat(_ answer: Heat.Answer, of request: ExplanationRequest) {
    guard request == heat.asked else { return }
    heat.answer = answer
    guard wantedHeat == request else { return }
    let absence = heatAbsence
    // A failure is always said; what is there to be seen, only to those who asked.
    if heat.isAwaited || absence != nil { sayHeat() }
  }

  /// The class whose heat is shown.
  var heatLabel: Label? {
    guard let rank = heat.rank, let cell, let suggestion = visibleSuggestion(of: cell) else {
      return nil
    }
    let ranked = suggestion.probabilities.sorted { $0.probability > $1.probability }.map(\.label)
    return ranked.indices.contains(rank) ? ranked[rank] : nil
  }

  /// The explanation of the selected cell that is there, with heat or without.
  var explanation: Explanation? {
    guard wantedHeat != nil, wantedHeat == heat.asked, case .found(let all) = heat.answer,
      let label = heatLabel
    else { return nil }
    return all.first { $0.label == label }
  }

  /// Why nothing is drawn although heat is on and the answer came; nil when something is.
  var heatAbsence: String? {
    guard wantedHeat != nil, wantedHeat == heat.asked, let label = heatLabel else { return nil }
    switch heat.answer {
    case nil: return nil
    case .failed(let notice): return "\(notice.why). \(notice.cure)"
    case .found:
      guard let explanation else { return "the model has no \(className(of: label)) any more" }
      return explanation.heat.absence(of: className(of: label))
    }
  }

  /// Says where the heat is, or why there is none; on its way, as soon as it came.
  private mutating func sayHeat() {
    heat.isAwaited = heat.answer == nil || wantedHeat != heat.asked
    guard !heat.isAwaited, let sentence = heatSentence else { return }
    message = Message(kind: heatAbsence == nil ? .info : .warning, text: sentence)
  }

  /// Where the heat that is shown lies, or why there is none; nil while heat is off or on its way.
  var heatSentence: String? {
    if let absence = heatAbsence { return "no heat: \(absence)" }
    guard let explanation else { return nil }
    func percent(_ share: Double?) -> String { "\(Int(((share ?? 0) * 100).rounded())) %" }
    return "heat of \(className(of: explanation.label)): most \(explanation.hottestPlace ?? ""), "
      + "\(percent(explanation.shareInBox)) in the box, "
      + "\(percent(explanation.shareAgainst)) against; "
      + "\(key(.nextHeat)) next, \(key(.heat)) off"
  }
}

extension HiddenReason {
  /// Why heat waits for the answer: where it lies may tell the class.
  fileprivate func whyHeatWaits(_ blindKey: String) -> String {
    switch self {
    case .blind: "you work blind, heat could tell: answer first (\(blindKey) shows suggestions)"
    case .spot: "spot check, heat could tell what is withheld: answer first"
    case .check: "check set, heat could tell what is withheld: answer first"
    }
  }
}
