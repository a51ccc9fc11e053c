public import Imaging
public import Review

/// How far the program's explanations can be believed, on images whose classes are known.
public struct ExplanationReport: Sendable, Encodable {
  public let provenance: Provenance
  public let data: DataSummary
  /// What takes the place of what is deleted, in words.
  public let replacement: String
  /// By name; empty when no image names its source.
  public let sources: [ExplanationFigures]
  public let all: ExplanationFigures
  public let unreadable: [EvaluationReport.Unreadable]

  /// The report on `tested`, whose curves have a point at each of `shares`.
  public init(
    _ tested: [TestedExplanation], shares: [Double], data: DataSummary, replacement: String,
    provenance: Provenance
  ) {
    self.provenance = provenance
    self.data = data
    self.replacement = replacement
    let names = Set(tested.map(\.image.source)).sorted()
    sources =
      names == [""]
      ? []
      : names.map { name in
        ExplanationFigures(
          source: name, tested.filter { $0.image.source == name }, shares: shares)
      }
    all = ExplanationFigures(source: nil, tested, shares: shares)
    unreadable = tested.compactMap { each in
      guard case .unreadable(let notice) = each.outcome else { return nil }
      return EvaluationReport.Unreadable(
        path: each.image.path.lossyText, why: notice.why, cure: notice.cure)
    }
  }

  /// The report as one JSON object with sorted keys, names in snake_case.
  public var json: String { jsonObject(self) }

  /// A row for each image, from which every figure but the intervals can be computed again.
  public func rows(_ tested: [TestedExplanation], classes: [CellClass]) -> [[String]] {
    let curves = HeatKind.allCases.flatMap { kind in
      ["deletion", "insertion"].map { "\(kind.rawValue)_\($0)_area" }
    }
    let masks = ["cell", "nucleus"].flatMap { part in
      ["\(part)_area", "\(part)_heat", "\(part)_heat_of_centre", "\(part)_heat_of_box"]
    }
    let header =
      ["path", "source", "split", "group", "class", "explained", "outcome"] + curves + masks
      + ["model_id", "model_sha256", "app_version", "evaluated_at", "ruo_notice"]
    return [header]
      + tested.map { each in
        let image = each.image
        var row = [
          image.path.lossyText, image.source, image.split, image.group, image.className,
          each.explained.map { classes[$0].code } ?? "", each.outcomeName,
        ]
        if case .tested(let own, let cell, let nucleus) = each.outcome {
          row += HeatKind.allCases.flatMap { kind in
            [own[kind]?.deletion, own[kind]?.insertion].map { curve in
              curve.map { "\(ExplanationFigures.area($0, all.shares))" } ?? ""
            }
          }
          row += [cell, nucleus].flatMap { inside in
            [inside?.area, inside?.gradCAM, inside?.centre, inside?.box].map {
              $0.map { "\($0)" } ?? ""
            }
          }
        } else {
          row += [String](repeating: "", count: curves.count + masks.count)
        }
        return row + [
          provenance.modelID, provenance.modelSHA256, provenance.application, provenance.date,
          provenance.notice,
        ]
      }
  }
}

extension TestedExplanation {
  fileprivate var outcomeName: String {
    switch outcome {
    case .tested: "tested"
    case .noHeat(let why): why
    case .noCell: "no cell"
    case .unreadable: "error"
    }
  }
}

extension ExplanationReport {
  /// The report for people, at most 80 columns wide but for long names.
  public var text: String {
    func entry(_ name: String, _ text: String) -> [String] {
      wrapped(text, first: name.padded(to: 10), indent: "          ")
    }
    var lines = ["HOW FAR THE PROGRAM'S EXPLANATIONS CAN BE BELIEVED", provenance.notice, ""]
    lines += entry("Data", data.data)
    lines += entry("Split", data.split.map { "only \($0)" } ?? "all together")
    lines += entry(
      "Sources", data.sources.isEmpty ? "all" : "only \(data.sources.joined(separator: ", "))")
    lines += entry("Model", provenance.modelID)
    lines += ["          SHA-256 \(provenance.modelSHA256)"]
    lines += entry("Program", provenance.application)
    lines += entry("Date", provenance.date)
    lines += [""] + explanation
    for figures in sources.count > 1 ? sources + [all] : [all] { lines += [""] + section(figures) }
    if !unreadable.isEmpty {
      lines += ["", "UNREADABLE IMAGES"]
      lines += unreadable.flatMap {
        ["  \($0.path)"] + wrapped("\($0.why). \($0.cure).", first: "      ", indent: "      ")
      }
    }
    return (lines + ["", provenance.notice]).joined(separator: "\n") + "\n"
  }

  private var explanation: [String] {
    ["HOW TO READ IT"]
      + wrapped(
        """
        The cell that speaks for an image is explained for the class that is suggested, right or wrong. Its crop \
        is divided into the map's 7 x 7 fields. Deletion: fields are taken away, those with the most heat first, and \
        the class's probability should fall soon: the area under the curve should be small. Insertion: fields are \
        put back in the same order, and the area should be large. What is taken away is \(replacement). Held against \
        it: the same with the fields nearest to the middle first, and in any order (drawn for each cell). Heat \
        inside: the share of the heat on the cell's mask, beside the share of the crop that the mask is, which heat \
        without aim would score, the share of heat that falls off evenly from the middle, and that of heat laid \
        evenly over the found box. Brackets hold 95 % \
        intervals by the bootstrap over groups (\(MeanInterval.samples) draws); a difference is taken cell by cell.
        """, first: "  ", indent: "  ")
  }

  private func section(_ figures: ExplanationFigures) -> [String] {
    let title = figures.source.map { "SOURCE \($0.isEmpty ? "(none named)" : $0)" } ?? "ALL IMAGES"
    var facts =
      "\(figures.images) images, \(figures.tested) tested, \(figures.withoutCell) without a found "
      + "cell, \(figures.withoutHeat) without heat"
    if figures.unreadable > 0 { facts += ", \(figures.unreadable) unreadable" }
    if let groups = figures.groups { facts += ", in \(groups) groups" }
    var lines = [title] + wrapped(facts + ".", first: "  ", indent: "  ")
    guard !figures.maps.isEmpty else { return lines }
    for (name, area, difference) in [
      ("deletion, less is better", \ExplanationFigures.Map.deletion, \.deletionDifference),
      ("insertion, more is better", \.insertion, \.insertionDifference),
    ]
      as [(
        String, KeyPath<ExplanationFigures.Map, MeanInterval>,
        KeyPath<ExplanationFigures.Map, MeanInterval?>
      )]
    {
      var table = TextTable()
      table.add([name, "area [95 %]", "Grad-CAM less this [95 %]"])
      for map in figures.maps {
        table.add([
          map.map.name, interval(map[keyPath: area]),
          map[keyPath: difference].map { interval($0, signed: true) } ?? "",
        ])
      }
      lines += [""] + table.lines
    }
    let masks = [("cell", figures.cell), ("nucleus", figures.nucleus)]
    for case (let part, let inside?) in masks {
      var table = TextTable()
      table.add(["heat inside the \(part), %", "share [95 %]", "Grad-CAM less this [95 %]"])
      table.add(["Grad-CAM", percents(inside.gradCAM), ""])
      table.add(["centre", percents(inside.centre), percents(inside.overCentre, signed: true)])
      table.add(["even over the box", percents(inside.box), percents(inside.overBox, signed: true)])
      table.add([
        "chance: the mask's area", percents(inside.area), percents(inside.overArea, signed: true),
      ])
      lines += [""] + table.lines
      lines += [
        "  more than chance: \(inside.aboveArea.hits) of \(inside.aboveArea.count) cells, "
          + "\(percent(inside.aboveArea)) %"
      ]
    }
    return lines
  }

  private func interval(_ mean: MeanInterval, signed: Bool = false) -> String {
    let sign = signed && mean.mean > 0 ? "+" : ""
    return "\(sign)\(fixed(mean.mean, 3)) [\(fixed(mean.low, 3)), \(fixed(mean.high, 3))]"
  }

  private func percents(_ mean: MeanInterval, signed: Bool = false) -> String {
    let sign = signed && mean.mean > 0 ? "+" : ""
    return "\(sign)\(percent(mean.mean)) [\(percent(mean.low)), \(percent(mean.high))]"
  }
}

extension ExplanationReport {
  /// The mean curves of all images together, each with the name of its file.
  public var pictures: [(name: String, picture: RGBImage)] {
    guard !all.maps.isEmpty else { return [] }
    return [
      ("deletion.png", picture("Deletion: the hottest fields taken away first", \.deletionCurve)),
      ("insertion.png", picture("Insertion: the hottest fields put back first", \.insertionCurve)),
    ]
  }

  private func picture(
    _ title: String, _ curve: KeyPath<ExplanationFigures.Map, [Double]>
  ) -> RGBImage {
    let area = PlotArea(highest: 1)
    var canvas = Canvas(
      title: title, subtitle: "Mean probability of the explained class, \(all.tested) cells.",
      height: area.bottom,
      signed: [
        provenance.notice, data.data + (data.split.map { ", split \($0)" } ?? ""),
        "\(provenance.modelID), \(provenance.application), \(provenance.date)",
        "weights SHA-256 \(provenance.modelSHA256)",
      ])
    area.drawAxes(
      on: &canvas, across: "share of the crop that is changed", up: "probability", decimals: 1)
    let left = area.left + area.width + 30
    for (place, map) in all.maps.enumerated() {
      let points = zip(all.shares, map[keyPath: curve]).map { (area.x($0), area.y($1)) }
      let (ink, size) = Self.looks[place % Self.looks.count]
      for (one, other) in zip(points, points.dropFirst()) {
        canvas.line(from: one, to: other, width: 2, ink)
      }
      // Not by colour alone: each has a mark of its own size.
      for (x, y) in points {
        canvas.fill(x: x - size / 2, y: y - size / 2, width: size, height: size, ink)
      }
      let y = area.top + 30 * place
      canvas.fill(x: left + 7 - size / 2, y: y + 7 - size / 2, width: size, height: size, ink)
      canvas.write(map.map.name, x: left + 26, y: y, size: 2)
    }
    return canvas.image
  }

  private static let looks: [(Ink, Int)] = [(.blue, 13), (.red, 8), (.grey, 3)]
}
