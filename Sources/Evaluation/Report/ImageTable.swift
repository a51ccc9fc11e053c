public import Review

/// A row for each image with its truth and answer: the table from which every figure can be computed
/// again.
public enum ImageTable {
  /// The header and the rows, fields as plain text: no separators, no quotes yet.
  public static func rows(
    _ images: [ScoredImage], classes: [CellClass], provenance: Provenance
  ) -> [[String]] {
    let header =
      [
        "path", "source", "split", "group", "class", "truth", "answer", "status", "confidence",
        "box_x", "box_y", "box_width", "box_height",
      ] + classes.map { "p_\($0.code)" } + ["error"] + Provenance.columns
    return [header]
      + images.map { scored in
        let image = scored.image
        var row = [
          image.path.lossyText, image.source, image.split, image.group, image.className,
          image.truth.map { classes[$0].code } ?? "",
        ]
        if let answer = scored.answer {
          let box = answer.box
          row += [
            answer.suggestion.label.rawValue, answer.suggestion.status.rawValue,
            "\(scored.confidence)", "\(box.x)", "\(box.y)", "\(box.width)", "\(box.height)",
          ]
          row += scored.probabilities.map { "\($0)" }
        } else {
          row += ["", scored.failure == nil ? "no_cell" : "error"]
          row += [String](repeating: "", count: 5 + classes.count)
        }
        return row + [scored.failure.map { "\($0.why). \($0.cure)." } ?? ""] + provenance.fields
      }
  }
}
