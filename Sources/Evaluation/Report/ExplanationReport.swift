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
  /// The cells whose map names least what the model needs, the worst first.
  public let worst: [WorstCase]
  public let unreadable: [EvaluationReport.Unreadable]

  /// A cell of which the areas of insertion and deletion are least apart.
  public struct WorstCase: Sendable, Encodable {
    /// As the manifest gives it.
    public let image: ImagePath
    public let explanation: Explanation
    public let truth: String
    public let explained: String
    public let deletion: Double
    public let insertion: Double
    /// Share of the heat on the cell's mask; nil without a mask.
    public let heatOnCell: Double?

    private enum CodingKeys: String, CodingKey {
      case path, truth, explained, deletion, insertion
      case heatOnCell
    }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(image.lossyText, forKey: .path)
      try values.encode(truth, forKey: .truth)
      try values.encode(explained, forKey: .explained)
      try values.encode(deletion, forKey: .deletion)
      try values.encode(insertion, forKey: .insertion)
      try values.encode(heatOnCell, forKey: .heatOnCell)
    }
  }

  static let worstListed = 12

  /// The report on `tested`, whose curves have a point at each of `shares`.
  public init(
    _ tested: [TestedExplanation], classes: [CellClass], shares: [Double], data: DataSummary,
    replacement: String, provenance: Provenance
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
    let cases = tested.compactMap { each -> WorstCase? in
      guard case .tested(let curves, let cell, _) = each.outcome, let own = curves[.gradCAM],
        let explained = each.explained, let explanation = each.explanation
      else { return nil }
      return WorstCase(
        image: each.image.path, explanation: explanation,
        truth: each.image.truth.map { classes[$0].code } ?? each.image.className,
        explained: classes[explained].code,
        deletion: ExplanationFigures.area(own.deletion, shares),
        insertion: ExplanationFigures.area(own.insertion, shares), heatOnCell: cell?.gradCAM)
    }
    worst = Array(
      cases.sorted { $0.insertion - $0.deletion < $1.insertion - $1.deletion }
        .prefix(Self.worstListed))
    unreadable = tested.compactMap { each in
      guard case .unreadable(let notice) = each.outcome else { return nil }
      return EvaluationReport.Unreadable(each.image, notice)
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
    var lines = ["HOW FAR THE PROGRAM'S EXPLANATIONS CAN BE BELIEVED", provenance.notice, ""]
    lines += ReportLines.entry("Data", data.data)
    lines += ReportLines.chosen(data)
    lines += ReportLines.model(provenance)
    lines += ReportLines.program(provenance)
    lines += [""] + explanation
    for figures in sources.count > 1 ? sources + [all] : [all] { lines += [""] + section(figures) }
    if !worst.isEmpty { lines += [""] + worstCases }
    lines += ReportLines.unreadable(unreadable)
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

  private var worstCases: [String] {
    var table = TextTable()
    table.endsInText = true
    table.add(["explained", "true", "deletion", "insertion", "on cell %", "image"])
    for each in worst {
      table.add([
        each.explained, each.truth, fixed(each.deletion, 3), fixed(each.insertion, 3),
        percent(each.heatOnCell), each.image.lossyText,
      ])
    }
    return ["WORST MAPS (least difference of the areas of insertion and deletion)"] + table.lines
  }

  private func interval(_ mean: MeanInterval, signed: Bool = false) -> String {
    let sign = signed && mean.mean > 0 ? "+" : ""
    return "\(sign)\(fixed(mean.mean, 3)) \(limits(mean.low, mean.high, 3))"
  }

  private func percents(_ mean: MeanInterval, signed: Bool = false) -> String {
    let sign = signed && mean.mean > 0 ? "+" : ""
    return "\(sign)\(percent(mean.mean)) \(percentLimits(mean.low, mean.high))"
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

  /// What stands below every picture.
  var signature: [String] {
    [
      provenance.notice, data.data + (data.split.map { ", split \($0)" } ?? ""),
      "\(provenance.modelID), \(provenance.application), \(provenance.date)",
      "weights SHA-256 \(provenance.modelSHA256)",
    ]
  }

  private func picture(
    _ title: String, _ curve: KeyPath<ExplanationFigures.Map, [Double]>
  ) -> RGBImage {
    let area = PlotArea(highest: 1)
    var canvas = Canvas(
      title: title, subtitle: "Mean probability of the explained class, \(all.tested) cells.",
      height: area.bottom,
      signed: signature)
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
