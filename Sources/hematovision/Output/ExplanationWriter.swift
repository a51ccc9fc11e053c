import Analysis
import Foundation
import Review
import Station

/// Prints where the model looked, as text or as JSON Lines.
struct ExplanationWriter {
  let format: ExplainCommand.Format
  let model: Model

  /// What stands before the first image.
  var header: String {
    format == .text ? "# \(researchUseNotice)\n" : ""
  }

  func text(of image: ExplainedImage) -> String {
    switch format {
    case .text:
      let path = safeForTerminal(image.image.lossyText)
      if image.cells.isEmpty { return "\(path): no white cell found, nothing to explain\n" }
      return "\(path)\n"
        + image.cells.enumerated().map { "  \(line(of: $1, number: $0 + 1))\n" }.joined()
    // A number that is none has no form in JSON: the map is left out and its absence named.
    case .jsonl: return jsonLine(ExplanationLine(image, model.identity))
    }
  }

  /// One cell: its box, the class with its probability, and where the heat lies.
  func line(of cell: ExplainedImage.Cell, number: Int) -> String {
    let explanation = cell.explanation
    let box = explanation.box
    let probability = cell.suggestion.probability(of: explanation.label) ?? 0
    let start =
      "\(number). box \(box.x),\(box.y) \(box.width)x\(box.height): "
      + "\(name(explanation.label)) \(percent(probability))"
    if let absence = explanation.heat.absence(of: name(explanation.label)) {
      return "\(start), NO HEAT: \(absence)"
    }
    let hottest = explanation.hottest.map { " (\($0.x),\($0.y))" } ?? ""
    return
      "\(start), most \(explanation.hottestPlace ?? "")\(hottest), "
      + "\(percent(explanation.shareInBox)) of the heat in the box, "
      + "\(percent(explanation.shareAgainst)) of the evidence against"
  }

  private func name(_ label: Label) -> String {
    model.header.classes.first { $0.label == label }?.name ?? label.rawValue
  }

  private func percent(_ share: Double?) -> String {
    share.map { "\(Int(($0 * 100).rounded())) %" } ?? "-"
  }
}

/// The JSON form of one image's explanations.
private struct ExplanationLine: Encodable {
  struct Cell: Encodable {
    let box: Box
    /// The class that is explained, and its probability.
    let label: String
    let probability: Double
    let suggested: String
    /// The square that the model was shown, in the picture's pixels.
    let region: Box
    /// Numbers a side of the map; the map row by row, before the ReLU; nil when it is not finite.
    let side: Int
    let evidence: [Float]?
    /// `shown`, `nothing` or `not_finite`.
    let heat: String
    let shareInBox: Double?
    let shareAgainst: Double?

    private enum CodingKeys: String, CodingKey {
      case box, probability, suggested, region, side, evidence, heat
      case label = "class"
      case shareInBox = "share_in_box"
      case shareAgainst = "share_against"
    }

    init(_ cell: ExplainedImage.Cell) {
      let explanation = cell.explanation
      box = explanation.box
      label = explanation.label.rawValue
      probability = cell.suggestion.probability(of: explanation.label) ?? 0
      suggested = cell.suggestion.label.rawValue
      region = explanation.region
      side = explanation.side
      evidence = explanation.heat == .notFinite ? nil : explanation.evidence
      heat =
        switch explanation.heat {
        case .shown: "shown"
        case .nothing: "nothing"
        case .notFinite: "not_finite"
        }
      shareInBox = explanation.shareInBox
      shareAgainst = explanation.shareAgainst
    }
  }

  let path: String
  let sha256: String
  let cells: [Cell]
  let model: String
  let modelSHA256: String
  let notice = researchUseNotice

  private enum CodingKeys: String, CodingKey {
    case path, sha256, cells, model, notice
    case modelSHA256 = "model_sha256"
  }

  init(_ image: ExplainedImage, _ identity: ModelIdentity) {
    path = image.image.lossyText
    sha256 = image.sha256
    cells = image.cells.map(Cell.init)
    model = identity.id
    modelSHA256 = identity.sha256
  }
}
