public import Imaging
import Review

/// How well the program outlines nuclei and cells, on images with masks.
public struct SegmentationReport: Sendable, Encodable {
  public let provenance: Provenance
  public let data: DataSummary
  /// By name; empty when no image names its source.
  public let sources: [SegmentationFigures]
  public let all: SegmentationFigures
  public let unreadable: [EvaluationReport.Unreadable]

  /// The report on masked images.
  public init(_ scored: [ScoredSegmentation], data: DataSummary, provenance: Provenance) {
    self.provenance = provenance
    self.data = data
    let names = Set(scored.map(\.image.source)).sorted()
    sources =
      names == [""]
      ? []
      : names.map { name in
        SegmentationFigures(source: name, scored.filter { $0.image.source == name })
      }
    all = SegmentationFigures(source: nil, scored)
    unreadable = scored.compactMap { each in
      guard case .unreadable(let notice) = each.outcome else { return nil }
      return EvaluationReport.Unreadable(each.image, notice)
    }
  }

  /// The report as one JSON object with sorted keys, names in snake_case.
  public var json: String { jsonObject(self) }

  /// A row for each image, from which every figure but the intervals can be computed again.
  public func rows(_ scored: [ScoredSegmentation]) -> [[String]] {
    let parts = ["nucleus", "cell", "baseline_nucleus"]
    let header =
      ["path", "source", "split", "group", "class", "outcome"]
      + parts.flatMap { part in
        ["dice", "iou", "found_pixels", "drawn_pixels", "both_pixels"].map { "\(part)_\($0)" }
      } + ["model_id", "model_sha256", "app_version", "evaluated_at", "ruo_notice"]
    return [header]
      + scored.map { each in
        let image = each.image
        var row = [
          image.path.lossyText, image.source, image.split, image.group, image.className,
        ]
        switch each.outcome {
        case .scored(let scores):
          row.append("scored")
          for overlap in [scores.nucleus, scores.cell, scores.baseline] {
            row += [
              "\(overlap.dice)", "\(overlap.intersectionOverUnion)", "\(overlap.found)",
              "\(overlap.drawn)", "\(overlap.both)",
            ]
          }
        case .noMask: row += ["no_mask"] + [String](repeating: "", count: 15)
        case .noCell: row += ["no_cell"] + [String](repeating: "", count: 15)
        case .unreadable: row += ["error"] + [String](repeating: "", count: 15)
        }
        return row + [
          provenance.modelID, provenance.modelSHA256, provenance.application, provenance.date,
          provenance.notice,
        ]
      }
  }
}

extension SegmentationReport {
  /// The report for people, at most 80 columns wide but for long names.
  public var text: String {
    var lines = ["HOW WELL THE PROGRAM OUTLINES NUCLEI AND CELLS", provenance.notice, ""]
    lines += ReportLines.entry("Data", data.data)
    lines += ReportLines.chosen(data)
    lines += ReportLines.program(provenance)
    lines += [""] + explanation
    for figures in sources.count > 1 ? sources + [all] : [all] { lines += [""] + section(figures) }
    lines += ReportLines.unreadable(unreadable)
    return (lines + ["", provenance.notice]).joined(separator: "\n") + "\n"
  }

  private var explanation: [String] {
    ["HOW TO READ IT"]
      + wrapped(
        """
        The white cells of each image are found and outlined by the program alone; those that lie with half of \
        their pixels in the mask (or the one that does most) are held against it. Dice: twice what found and drawn \
        outline share over what both hold, 1 for the same. IoU: what they share over what either holds. "All" counts \
        0 for every cell that was not found. Failed: Dice below \(fixed(SegmentationFigures.failure, 1)). The \
        threshold is the simple way: where colour is more saturated than the upper of Otsu's two thresholds, in the \
        box of the same cell and \(fixed(100 * ScoredSegmentation.margin, 0)) % around it. Brackets hold 95 % \
        intervals by the bootstrap over groups (\(MeanInterval.samples) draws).
        """, first: "  ", indent: "  ")
  }

  private func section(_ figures: SegmentationFigures) -> [String] {
    let title = figures.source.map { "SOURCE \($0.isEmpty ? "(none named)" : $0)" } ?? "ALL IMAGES"
    var facts = "\(figures.images) masked images, \(figures.withoutCell) without a found cell"
    if figures.unreadable > 0 { facts += ", \(figures.unreadable) unreadable" }
    if let groups = figures.groups { facts += ", in \(groups) groups" }
    var table = TextTable()
    table.add(["", "Dice [95 %]", "all", "median", "IoU", "failed"])
    for (name, part) in [
      ("nucleus", figures.nucleus), ("cell", figures.cell), ("threshold", figures.baseline),
    ] {
      guard let part else { continue }
      table.add([
        name, interval(part.dice), fixed(part.diceOfAll.mean, 3), fixed(part.median, 3),
        fixed(part.intersectionOverUnion.mean, 3), "\(part.failed.hits) of \(part.failed.count)",
      ])
    }
    var lines = [title] + wrapped(facts + ".", first: "  ", indent: "  ")
    if figures.nucleus != nil { lines += table.lines }
    if let over = figures.overBaseline {
      lines.append(
        "  Nucleus less threshold, cell by cell: \(over.mean > 0 ? "+" : "")\(interval(over))")
    }
    if let found = figures.found, let outlined = figures.outlined {
      var table = TextTable()
      table.add(["white cells at IoU \(fixed(found.overlap, 1))", "recall %", "precision %"])
      for (name, boxes) in [("box of the finder", found), ("box of the outline", outlined)] {
        table.add([name, percent(boxes.recall), percent(boxes.precision)])
      }
      lines += [""] + table.lines
      lines.append("  \(found.drawn) drawn, \(found.found) found in \(found.images) images")
    }
    return lines
  }

  private func interval(_ mean: MeanInterval) -> String {
    "\(fixed(mean.mean, 3)) \(limits(mean.low, mean.high, 3))"
  }
}

extension SegmentationReport {
  /// Name of the page of the worst.
  public static let pictureName = "worst.png"
  private static let columns = 4
  private static let listed = 20
  private static let rowHeight = OutlinePicture.side + 40

  /// The cells whose nucleus or whole is outlined worst, the worst first.
  public func pictures(_ scored: [ScoredSegmentation]) -> [(name: String, picture: RGBImage)] {
    let cells = scored.compactMap { each -> (image: LabelledImage, ScoredSegmentation.Scores)? in
      guard case .scored(let scores) = each.outcome else { return nil }
      return (each.image, scores)
    }
    func worse(_ scores: ScoredSegmentation.Scores) -> Double {
      min(scores.nucleus.dice, scores.cell.dice)
    }
    let worst = cells.sorted {
      (worse($0.1), $0.image.path) < (worse($1.1), $1.image.path)
    }.prefix(Self.listed)
    guard !worst.isEmpty else { return [] }
    let rows = (worst.count + Self.columns - 1) / Self.columns
    let top = 90
    var canvas = Canvas(
      title: "The worst outlines",
      subtitle: "Solid: found. Dotted: drawn by a person. Dice of nucleus and cell below.",
      height: top + rows * Self.rowHeight + 10,
      signed: [
        provenance.notice, data.data + (data.split.map { ", split \($0)" } ?? ""),
        "\(provenance.application), \(provenance.date)",
      ])
    for (place, (image, scores)) in worst.enumerated() {
      let x = 24 + place % Self.columns * (OutlinePicture.side + 4)
      let y = top + place / Self.columns * Self.rowHeight
      canvas.place(scores.picture, x: x, y: y)
      canvas.write(
        "\(fixed(scores.nucleus.dice, 3)) \(fixed(scores.cell.dice, 3)) \(image.className.prefix(5))",
        x: x, y: y + OutlinePicture.side + 6, size: 1)
      canvas.write(
        String(image.path.fileName.lossyText.suffix(38)), x: x, y: y + OutlinePicture.side + 18,
        size: 1)
    }
    return [(Self.pictureName, canvas.image)]
  }
}
