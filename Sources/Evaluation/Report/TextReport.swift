import Review

extension EvaluationReport {
  /// The report for people, at most 80 columns wide but for long names and many classes.
  public var text: String {
    var lines = heading + [""] + summary + [""] + explanation
    // One source is the whole.
    let groups = sources.count > 1 ? sources + [all] : [all]
    for group in groups { lines += [""] + section(group) }
    lines += [""] + wrongAnswers
    lines += ReportLines.unreadable(
      unreadable, title: "UNREADABLE IMAGES (counted as wrong)")
    return (lines + ["", provenance.notice]).joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let classNames = data.otherClasses.map { "\($0.name) \($0.images)" }.joined(separator: ", ")
    var lines = ["HOW WELL THE PROGRAM LABELS THESE IMAGES", provenance.notice, ""]
    lines += ReportLines.entry("Data", data.data)
    if let reviewed = data.reviewed {
      lines += ReportLines.entry("Cells", cellsText(reviewed))
    } else {
      lines += ReportLines.entry("Boxes", data.boxes ?? "none: nobody drew where the cells are")
      lines += ReportLines.chosen(data, split: splitText)
      lines += ReportLines.entry("Images", imagesText)
    }
    if !data.otherClasses.isEmpty {
      lines += ReportLines.entry(
        "",
        "Not a class of this model: \(classNames). \(otherClassesText)")
    }
    lines += ReportLines.model(provenance)
    lines += ReportLines.program(provenance)
    return lines
  }

  private var splitText: String {
    if let split = data.split { return "only \(split)" }
    guard data.splits.count > 1 else { return data.splits.first?.name ?? "none named" }
    let counts = data.splits.map { "\($0.name) \($0.images)" }.joined(separator: ", ")
    return "all together (\(counts)). A model looks better than it is on images it was trained "
      + "on: --split NAME takes one split."
  }

  private func cellsText(_ reviewed: ReviewedSummary) -> String {
    let left = reviewed.leftOut.map { "; left out: \($0.images) \($0.name)" }.joined()
    let pictures = reviewed.pictures.counted("picture")
    return "\(all.labelled) answered with a class of the model, in \(pictures), "
      + "in the boxes as the reviewers left them. \(reviewed.sawSuggestion) of all were answered "
      + "with a suggestion in sight: that draws answers to it\(left)."
  }

  private var imagesText: String {
    var parts = ["\(data.images) looked at", "\(all.labelled) with a class of the model"]
    if let groups = all.groups { parts.append("in \(groups) groups") }
    if !unreadable.isEmpty { parts.append("\(unreadable.count) unreadable (listed at the end)") }
    return parts.joined(separator: ", ")
  }

  private var otherClassesText: String {
    if data.reviewed != nil { return "They were not asked about." }
    let counted = data.otherClasses.reduce(0) { $0 + $1.images } - data.leftOut
    let drawn = "Those with drawn boxes count in the finding of cells only."
    let left = "They were not looked at."
    if data.leftOut == 0 { return drawn }
    return counted == 0 ? left : "\(drawn) The other \(data.leftOut) were not looked at."
  }

  private var explanation: [String] {
    let confidence = """
      Confidence is the greatest probability. Brackets hold the 95 % Wilson interval, its ends \
      rounded outwards; it takes the cells as independent: several of one patient or slide make it \
      too narrow. Few cells make it wide: mind the interval, not the figure alone.
      """
    guard data.reviewed == nil else {
      return ["HOW TO READ IT"]
        + wrapped(
          """
          The model is asked about every answered cell of the log, in its box; what it answers is held \
          against the reviewer's answer, which is called true here. \(confidence)
          """, first: "  ", indent: "  ")
    }
    return ["HOW TO READ IT"]
      + wrapped(
        """
        Each image goes the program's whole way: it is decoded, the white cells in it are found, \
        each is classified. The found cell that overlaps a drawn box of the image's class most is \
        the answer; where nobody drew one, the found cell nearest to the middle. An image without \
        a found cell, or that cannot be read, counts as wrong ("no cell"). \(confidence)
        """, first: "  ", indent: "  ")
  }

  private var summary: [String] {
    let groups = sources.count > 1 ? sources + [all] : [all]
    func table(_ figures: (GroupFigures) -> Confusion?) -> [String] {
      var table = TextTable()
      table.add(["source", "n", "accuracy % [95 %]", "balanced %", "macro F1", "kappa", "no cell"])
      for group in groups {
        guard let figures = figures(group) else { continue }
        table.add([
          group.name, "\(figures.accuracy.count)", percent(figures.accuracy),
          percent(figures.balancedAccuracy), fixed(figures.macro.f1, 2),
          figures.kappa.map { fixed($0, 2) } ?? "-", "\(figures.withoutCell)",
        ])
      }
      return table.lines
    }
    guard all.allClasses != nil else {
      return [
        "SUMMARY", "  No image has a class of the model: only the finding of cells is measured.",
      ]
    }
    var lines = ["SUMMARY, all \(classes.count) classes of the model"] + table(\.allClasses)
    if all.coreClasses != nil {
      lines += ["", "SUMMARY, core classes only (\(coreNames)), answer among these"]
      lines += table(\.coreClasses)
    }
    return lines + [""]
      + wrapped(
        "Balanced accuracy is the mean of the classes' recalls, macro F1 the mean of their F1: "
          + "rare classes weigh as much as frequent ones. Kappa is the agreement beyond chance "
          + "(0 chance, 1 perfect).", first: "  ", indent: "  ")
  }

  /// The core's short codes.
  var coreNames: String { classes.filter(\.core).map(\.short).joined(separator: ", ") }

  private var wrongAnswers: [String] {
    let title = "SUREST WRONG ANSWERS (look at these first: a wrong label, or a wrong model?)"
    guard !surestWrong.isEmpty else { return [title, "  none"] }
    var table = TextTable()
    table.endsInText = true
    table.add(["truth", "answer", "probability", "image"])
    for wrong in surestWrong {
      table.add([wrong.truth, wrong.answer, fixed(wrong.probability, 3), wrong.path])
    }
    return [title] + table.lines
  }
}

extension GroupFigures {
  /// The group as a table calls it.
  var name: String {
    guard let source else { return "all images" }
    return source.isEmpty ? "(none named)" : source
  }
}

extension Confusion {
  /// Images in which no cell was found.
  var withoutCell: Int { counts.reduce(0) { $0 + ($1.last ?? 0) } }
}
