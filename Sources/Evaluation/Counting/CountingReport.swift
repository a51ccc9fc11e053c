public import Review

/// How well red cells and platelets are counted, on pictures in which somebody drew all of them.
public struct CountingReport: Sendable, Encodable {
  public let provenance: Provenance
  public let data: DataSummary
  /// Each kind, of every source and of all together.
  public let figures: [CountFigures]
  /// How often each word was said of a field.
  public let suitability: [NamedCount]
  /// The pictures whose red cells are counted worst, the worst first.
  public let worst: [WorstCount]
  public let unreadable: [EvaluationReport.Unreadable]

  /// A picture whose count of red cells is far off.
  public struct WorstCount: Sendable, Encodable {
    /// As the manifest gives it.
    public let image: ImagePath
    public let drawn: [DrawnBox]
    public let found: [Box]

    private enum CodingKeys: String, CodingKey { case path, drawn, found }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(image.lossyText, forKey: .path)
      try values.encode(drawn.count, forKey: .drawn)
      try values.encode(found.count, forKey: .found)
    }
  }

  static let worstListed = 12

  /// The report on `counted`.
  public init(_ counted: [CountedImage], data: DataSummary, provenance: Provenance) {
    self.provenance = provenance
    self.data = data
    let names = Set(counted.map(\.image.source)).sorted()
    let parts: [(String?, [CountedImage])] =
      (names.count > 1
        ? names.map { name in (name, counted.filter { $0.image.source == name }) } : [])
      + [(nil, counted)]
    figures = parts.flatMap { source, images in
      CountedKind.allCases.compactMap { CountFigures($0, source: source, images) }
    }
    suitability = NamedCount.of(counted.compactMap { try? $0.outcome.get().suitability })
    let cases = counted.compactMap { each -> WorstCount? in
      guard let found = each.foundBoxes(.redCells), each.drawnCount(.redCells) > 0 else {
        return nil
      }
      return WorstCount(
        image: each.image.path, drawn: each.drawn[.redCells, default: []], found: found)
    }
    worst = Array(cases.sorted { $0.error > $1.error }.prefix(Self.worstListed))
    unreadable = counted.compactMap { each in
      guard case .failure(let notice) = each.outcome else { return nil }
      return EvaluationReport.Unreadable(each.image, notice)
    }
  }

  /// The report as one JSON object with sorted keys, names in snake_case.
  public var json: String { jsonObject(self) }

  /// A row for each picture, from which every count can be computed again.
  public func rows(_ counted: [CountedImage]) -> [[String]] {
    let header =
      ["path", "source", "split", "group"]
      + CountedKind.allCases.flatMap { kind in
        ["drawn", "found", "matched"].map { "\(kind.rawValue)_\($0)" }
      } + ["suitability", "outcome", "app_version", "evaluated_at", "ruo_notice"]
    return [header]
      + counted.map { each in
        let image = each.image
        var row = [image.path.lossyText, image.source, image.split, image.group]
        for kind in CountedKind.allCases {
          let found = each.foundBoxes(kind)
          let hits = found.map {
            Detection.matched($0, each.drawn[kind, default: []], overlap: CountFigures.overlap)
          }
          row += [
            "\(each.drawnCount(kind))", found.map { "\($0.count)" } ?? "",
            hits.map { "\($0)" } ?? "",
          ]
        }
        let suitability = try? each.outcome.get().suitability
        return row + [
          suitability ?? "", suitability == nil ? "error" : "counted", provenance.application,
          provenance.date, provenance.notice,
        ]
      }
  }
}

extension CountingReport.WorstCount {
  fileprivate var error: Double {
    abs(Double(found.count - drawn.count)) / Double(max(drawn.count, 1))
  }
}

extension CountingReport {
  /// The report for people, at most 80 columns wide but for long names.
  public var text: String {
    var lines = ["HOW WELL RED CELLS AND PLATELETS ARE COUNTED", provenance.notice, ""]
    lines += ReportLines.entry("Data", data.data)
    lines += ReportLines.entry("Boxes", data.boxes ?? "none")
    lines += ReportLines.chosen(data)
    lines += ReportLines.program(provenance)
    lines += [""] + explanation
    for figure in figures { lines += [""] + section(figure) }
    let words = suitability.map { "\($0.name) \($0.images)" }.joined(separator: ", ")
    lines += [""] + wrapped("Fields by what is said of them: \(words).")
    if !worst.isEmpty { lines += [""] + worstCounts }
    lines += ReportLines.unreadable(unreadable)
    return (lines + ["", provenance.notice]).joined(separator: "\n") + "\n"
  }

  private var explanation: [String] {
    ["HOW TO READ IT"]
      + wrapped(
        """
        Counts mean something only where every cell is boxed: missing boxes count as false finds. The constant \
        guess is the median of the drawn counts of the same images: an error near its own says that nothing was \
        counted. Brackets hold 95 % intervals: by the bootstrap over groups (\(MeanInterval.samples) draws) for \
        means and correlation, Wilson's for precision and recall. A found and a drawn box are the same cell at an \
        intersection over union of \(fixed(CountFigures.overlap, 1)) and more.
        """, first: "  ", indent: "  ")
  }

  private func section(_ figure: CountFigures) -> [String] {
    let whose = figure.source.map { "SOURCE \($0.isEmpty ? "(none named)" : $0)" } ?? "ALL IMAGES"
    var facts = "\(figure.images) images"
    if let groups = figure.groups { facts += " in \(groups) groups" }
    facts += ", \(figure.drawn) drawn, \(figure.found) found."
    var table = TextTable()
    table.add(["", "", "[95 %]"])
    func add(_ name: String, _ mean: MeanInterval?, scale: Double = 1, _ decimals: Int) {
      guard let mean else { return }
      table.add([
        name, fixed(scale * mean.mean, decimals),
        limits(scale * mean.low, scale * mean.high, decimals),
      ])
    }
    add("error of the count, %", figure.percentageError, scale: 100, 1)
    add("  always \(fixed(figure.constant, 1)), %", figure.constantError, scale: 100, 1)
    add("error, cells an image", figure.absoluteError, 2)
    add("bias, cells an image", figure.bias, 2)
    if let correlation = figure.correlation {
      table.add([
        "correlation", fixed(correlation.value, 3),
        limits(correlation.low, correlation.high, 3),
      ])
    }
    for (name, share) in [("precision, %", figure.precision), ("recall, %", figure.recall)] {
      table.add([
        name, percent(share.value), percentLimits(share.low, share.high),
      ])
    }
    return ["\(whose): \(figure.kind.name.uppercased())"]
      + wrapped(facts, first: "  ", indent: "  ") + table.lines
  }

  private var worstCounts: [String] {
    var table = TextTable()
    table.endsInText = true
    table.add(["off %", "drawn", "found", "image"])
    for each in worst {
      table.add([
        percent(each.error), "\(each.drawn.count)", "\(each.found.count)", each.image.lossyText,
      ])
    }
    return ["WORST COUNTS OF RED CELLS"] + table.lines
  }

  /// What stands below every picture.
  var signature: [String] {
    [
      provenance.notice, data.data + (data.split.map { ", split \($0)" } ?? ""),
      "\(provenance.application), \(provenance.date)",
      "drawn boxes single, found boxes double",
    ]
  }
}
