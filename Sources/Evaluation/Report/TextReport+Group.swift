extension EvaluationReport {
  /// All that is known of one source, or of all images.
  func section(_ group: GroupFigures) -> [String] {
    let rule = String(repeating: "=", count: 80)
    let title = group.source == nil ? "ALL IMAGES TOGETHER" : "SOURCE \(group.name)"
    var lines = [rule, title, rule]
    let things = data.reviewed == nil ? "images" : "cells"
    var facts = "\(group.images) \(things), \(group.labelled) with a class of the model"
    if let groups = group.groups { facts += ", in \(groups) groups" }
    lines += ["\(facts)."]
    if let figures = group.allClasses {
      lines += ["", "LABELS, all \(classes.count) classes of the model"] + labels(figures)
    }
    if let figures = group.coreClasses {
      lines += ["", "LABELS, core classes only (\(coreNames))"]
      lines += wrapped(
        "Images of these classes; the answer is the most probable of these classes, however "
          + "probable the others are.", first: "  ", indent: "  ")
      lines += labels(figures)
    }
    if let abstention = group.abstention { lines += [""] + statuses(abstention) }
    if let foreign = group.foreign { lines += [""] + flags(foreign) }
    if let calibration = group.calibration { lines += [""] + bins(calibration) }
    if let curve = group.riskCoverage { lines += [""] + coverages(curve, group.abstention) }
    if !group.detection.isEmpty { lines += [""] + detections(group.detection) }
    return lines
  }

  private func labels(_ figures: Confusion) -> [String] {
    let (accuracy, kappa) = (figures.accuracy, figures.kappa)
    return [
      "  accuracy           \(percent(accuracy)) %, \(accuracy.hits) of \(accuracy.count)",
      "  balanced accuracy  \(percent(figures.balancedAccuracy)) %",
      "  macro F1           \(fixed(figures.macro.f1, 3))",
      "  Cohen's kappa      \(kappa.map { fixed($0, 3) } ?? "not defined")", "",
    ] + figures.classificationReport.map { ("  " + $0).withoutEndBlanks }
      + ["", "  Counts: a row for each true class, a column for each answer"] + figures.table
  }

  private func statuses(_ abstention: Abstention) -> [String] {
    let core = abstention.core
    var lines = ["ANSWER OR ABSTAIN, by the thresholds that the weights came with"]
    lines += wrapped(
      "\"ok\" is offered as a sure answer, \"uncertain\" is left to the person, \"outside\" is "
        + "said to be none of the core classes.", first: "  ", indent: "  ")
    var table = TextTable()
    table.add(["cells", "ok", "uncertain", "outside", "no cell"])
    table.add(["core"] + core.texts)
    if abstention.foreign.total > 0 { table.add(["other"] + abstention.foreign.texts) }
    return lines + table.lines + [
      "  right of the core's ok: \(abstention.okRight.hits) of \(abstention.okRight.count), "
        + "\(percent(abstention.okRight)) %"
    ]
  }

  private func flags(_ foreign: ForeignFigures) -> [String] {
    var lines = ["CELLS OF OTHER CLASSES, are they told from the core's?"]
    if foreign.classes.isEmpty {
      lines += ["  There is no cell of another class among these images."]
    } else {
      lines += wrapped(
        "Flagged: the probabilities outside the core add up to more than "
          + "\(fixed(foreign.threshold, 3)), the value that flags 1 % of the core cells of these "
          + "same images (\(foreign.coreFlagged.hits) of \(foreign.coreFlagged.count)). It was "
          + "chosen on the images it is measured on, which flatters a little. \"Called ok\": "
          + "offered as a sure core class, a mistake.", first: "  ", indent: "  ")
      var table = TextTable()
      table.add(["class", "cells", "flagged", "flagged % [95 %]", "called ok"])
      for row in foreign.classes {
        table.add([
          row.code, "\(row.flagged.count)", "\(row.flagged.hits)", percent(row.flagged),
          "\(row.ok.hits)",
        ])
      }
      lines += table.lines
    }
    let outside = foreign.coreOutside
    return lines + [
      "  core cells wrongly said to be \"outside\": \(outside.hits) of \(outside.count), "
        + "\(percent(outside)) %"
    ]
  }

  private func bins(_ calibration: Calibration) -> [String] {
    var lines = ["CALIBRATION, does a probability mean what it says?"]
    lines += wrapped(
      "Of answers with confidence 0.9, nine in ten should be right. Expected calibration error "
        + "(15 equal bins; 0 is perfect): \(fixed(calibration.expectedError, 3)) over "
        + "\(calibration.count) answers.", first: "  ", indent: "  ")
    var table = TextTable()
    table.add(["confidence", "answers", "mean confidence", "share right"])
    for bin in calibration.bins where bin.count > 0 {
      table.add([
        "\(fixed(bin.low, 3)) - \(fixed(bin.high, 3))", "\(bin.count)",
        fixed(bin.confidence ?? 0, 3), fixed(bin.accuracy ?? 0, 3),
      ])
    }
    return lines + table.lines
  }

  private func coverages(_ curve: RiskCoverage, _ abstention: Abstention?) -> [String] {
    var lines = ["RISK AND COVERAGE, if only answers from a confidence on were given"]
    lines += wrapped(
      "Area under the risk-coverage curve (mean share of wrong answers over all coverages; 0 is "
        + "perfect): \(fixed(curve.area, 4)).", first: "  ", indent: "  ")
    var table = TextTable()
    table.add(["confidence", "answered", "coverage %", "accuracy of the answered % [95 %]"])
    for row in curve.rows {
      table.add([
        row.threshold == 0 ? "all" : "from \(fixed(row.threshold, 2))",
        "\(row.coverage.hits)", percent(row.coverage.value), percent(row.accuracy),
      ])
    }
    if let abstention {
      table.add([
        "chosen: ok", "\(abstention.answered.hits)", percent(abstention.answered.value),
        percent(abstention.answeredRight),
      ])
    }
    return lines + table.lines
      + wrapped(
        "The last row is the point where the program abstains, by the thresholds that the weights came "
          + "with: only what is \"ok\" is offered as a sure answer.", first: "  ", indent: "  ")
  }

  private func detections(_ detections: [Detection]) -> [String] {
    var lines = ["FINDING CELLS, against the white cells that somebody drew"]
    lines += wrapped(
      "A found and a drawn box are the same cell when their overlap (intersection over union) "
        + "reaches the limit. Recall: drawn cells that were found. Precision: found cells that "
        + "were drawn.", first: "  ", indent: "  ")
    var table = TextTable()
    table.add([
      "overlap", "images", "drawn", "found", "same", "recall % [95 %]", "precision % [95 %]",
    ])
    for row in detections {
      table.add([
        fixed(row.overlap, 1), "\(row.images)", "\(row.drawn)", "\(row.found)",
        "\(row.recall.hits)", percent(row.recall), percent(row.precision),
      ])
    }
    return lines + table.lines
  }
}

extension Abstention.Counts {
  fileprivate var texts: [String] { [ok, uncertain, outside, noCell].map { "\($0)" } }
  fileprivate var total: Int { ok + uncertain + outside + noCell }
}
