import Review
import Training

extension TrainingReport {
  /// The report as one JSON object with sorted keys, names in snake_case.
  public var json: String { jsonObject(self) }

  /// The split as a table that `evaluate` reads, with the research-use notice in its last column.
  public var rows: [[String]] {
    [["path", "class", "group", "split", "x", "y", "width", "height", "notice"]]
      + split.map { row in
        [row.path, row.code, row.group, row.part] + row.box.map(String.init) + [provenance.notice]
      }
  }

  /// The report for people.
  public var text: String {
    var lines = ["HOW THIS HEAD WAS TRAINED", provenance.notice, ""]
    func entry(_ name: String, _ text: String) { lines += ReportLines.entry(name, text) }
    lines += ReportLines.model(provenance)
    entry("From", "\(base.id), SHA-256 \(base.sha256)")
    entry("Data", "\(data), \(kind)")
    lines.append("          SHA-256 \(dataSHA256)")
    entry("Cells", "\(split.count) in \(groups) groups: \(grouping)")
    for each in leftOut { entry("", "Left out: \(each.count) (\(each.why)).") }
    entry("Head", headText)
    entry("Views", viewsText)
    entry("Steps", stepsText)
    lines += ReportLines.program(provenance)
    if !findings.isEmpty {
      lines += ["", "WHAT TO KNOW OF THE DATA"]
      for finding in findings { lines += wrapped(finding, first: "- ", indent: "  ") }
    }
    lines += ["", "CELLS OF EACH CLASS"] + classTable
    lines += ["", "HOW IT WENT"] + plots
    lines += wrapped(endText)
    lines += ["", "THRESHOLDS"] + thresholds
    for score in scores { lines += ["", score.heading] + score.lines }
    lines += ["", "WHAT MORE LABELS WOULD BRING"]
    if !learningCurve.isEmpty {
      var table = TextTable()
      table.add(["cells trained on", "wrong, mean over classes %", "draws"])
      for point in learningCurve {
        table.add(["\(point.cells)", percent(point.balancedError), "\(point.draws)"])
      }
      lines += table.lines
    }
    lines += wrapped(worth)
    return (lines + ["", provenance.notice]).joined(separator: "\n") + "\n"
  }

  private var headText: String {
    guard let hidden = settings.hidden else {
      return "one dense layer, weights pulled to where they began by \(settings.l2)"
    }
    return
      "a hidden layer of \(hidden) with ReLU, \(percent(settings.dropout)) % of it left out in each "
      + "step, then a dense layer; weights pulled to 0 by \(settings.l2)"
  }

  private var viewsText: String {
    let plain =
      settings.plainViews == 1
      ? "each cell as it is"
      : "each cell in \(settings.plainViews) turns and mirror images"
        + (settings.closeCropScale.map { " (these no wider than \($0) times its box)" } ?? "")
        + ", also in use"
    return
      "\(plain); in training also \(settings.augmentedViews) views turned, mirrored, zoomed and recoloured"
  }

  private var stepsText: String {
    "Adam, rate \(settings.learningRate) falling along a cosine over \(settings.epochs) epochs of steps of "
      + "\(settings.batch) rows; every class weighs the same; seed \(settings.seed)"
  }

  private var classTable: [String] {
    var table = TextTable()
    table.add(["class", "core", "training", "validation", "test"])
    for each in classes {
      table.add(
        [each.code, each.core ? "yes" : "no"]
          + [each.training, each.validation, each.test].map(String.init))
    }
    return table.lines
  }

  private var plots: [String] {
    let loss = BraillePlot(
      title: "loss", solid: history.map { $0.validationLoss ?? $0.trainingLoss },
      dotted: history.map(\.trainingLoss), marked: keptEpoch - 1)
    let accuracy = BraillePlot(
      title: "right", solid: history.map { $0.validationAccuracy ?? $0.trainingAccuracy },
      dotted: history.map(\.trainingAccuracy), marked: keptEpoch - 1)
    return loss.lines + accuracy.lines
      + ["  Solid: validation cells. Dotted: training rows. ^: the epoch that was kept."]
  }

  private var endText: String {
    let kept = history.indices.contains(keptEpoch - 1) ? history[keptEpoch - 1] : nil
    let loss = kept?.validationLoss.map { ", validation loss \(fixed($0, 4))" } ?? ""
    let right =
      kept?.validationAccuracy.map { ", \(percent($0)) % of the validation cells right" } ?? ""
    let end =
      wasStopped
      ? "Stopped by hand; the best epoch so far was kept."
      : history.count < settings.epochs
        ? "Ended because \(settings.patience) epochs in a row were worse."
        : "All epochs were run."
    let joined =
      joinedValidation
      ? " The head that was written was then trained for as many epochs on training and validation cells together."
      : ""
    return
      "Epoch \(keptEpoch) of \(history.count) was kept\(loss)\(right): the last one whose validation loss is above "
      + "the least by no more than chance (two standard errors). \(end)\(joined)"
  }

  private var thresholds: [String] {
    let few =
      calibration.cells < 100
      ? " They are few: the thresholds are rough." : ""
    return wrapped(
      "Chosen on \(calibration.cells) validation cells that the head was not fitted to.\(few) Temperature "
        + "\(calibration.temperature); uncertain below \(calibration.uncertainBelow); outside above "
        + "\(calibration.outsideAbove).")
  }
}

extension TrainingReport.Scores {
  fileprivate var heading: String { "\(model.uppercased()) ON \(cells.uppercased())" }

  fileprivate var lines: [String] {
    [
      "  right \(percent(confusion.accuracy)) % of \(confusion.accuracy.count), balanced "
        + "\(percent(confusion.balancedAccuracy)) %"
    ] + [""] + confusion.classificationReport.map { "  " + $0 } + [""] + confusion.table
  }
}
