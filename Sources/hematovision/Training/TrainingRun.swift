import Analysis
import Engine
import Evaluation
import Foundation
import Review
import Station
import Store
import Training

/// One training from labelled cells to a model file and its report.
struct TrainingRun {
  let base: ModelFile
  let model: Model
  let data: LearningData
  /// What the user called the data.
  let dataName: String
  let options: TrainingOptions
  let plainViews: Int
  let augmentedViews: Int
  let threads: Int

  /// A model's bytes, its name, and what is told of how it came about.
  struct Result {
    let bytes: [UInt8]
    let report: TrainingReport
  }

  /// A cell whose features are in the table.
  private struct Row {
    let cell: LearningCell
    let content: String
    let box: Box
  }

  func run() throws -> Result {
    let extraction = FeatureExtraction(
      model: model,
      cache: FeatureCache(base: base.baseSHA256, kernels: model.kernels.rawValue),
      plainViews: plainViews, augmentedViews: augmentedViews, seed: options.seed, threads: threads)
    var told = TrainingReport.Told()
    told.data = dataName
    told.kind = data.kind
    told.grouping = data.grouping
    told.leftOut = data.leftOut
    (told.plainViews, told.augmentedViews) = (plainViews, augmentedViews)

    let pictures = try checked(FeatureExtraction.pictures(data.cells), extraction, &told)
    let found = located(pictures, extraction, &told)
    let cropScale = Self.cropScale(found, usual: base.header.cropScale)
    told.cropScale = cropScale
    if cropScale < base.header.cropScale {
      told.findings.append(
        "Most pictures are cut closer to the cell than the base's crop of \(base.header.cropScale) times the box: "
          + "this head looks at \(cropScale) times the box, also in use.")
    }
    let (table, rows) = try extracted(found, cropScale, extraction, &told)
    let labels = table.labels
    let contents = Self.numbered(rows.map { "\($0.content) \($0.box)" })
    let groups = Self.groups(rows.map { ($0.cell, $0.content) })
    try refuse(
      DataCheck.findings(labels: labels, groups: groups, contents: contents), rows.map(\.cell),
      &told)
    let parts = try parts(rows, labels: labels, groups: groups, &told)
    func cells(_ part: Part) -> [Int] { rows.indices.filter { parts[$0] == part } }
    let (training, validation, test) = (cells(.training), cells(.validation), cells(.test))
    told.split = rows.indices.map { place in
      TrainingReport.SplitRow(
        path: Locations.absolute(rows[place].cell.picture.lossyText),
        code: data.classes[labels[place]].code, group: "g\(groups[place])", part: parts[place],
        box: rows[place].box)
    }
    told.dataSHA256 = Self.digest(
      rows.indices.map { place in
        "\(rows[place].content) \(rows[place].box) \(data.classes[labels[place]].code) "
          + "\(groups[place]) \(parts[place].rawValue)"
      })
    told.validationCells = validation.count

    let interruption = Interruption()
    let start = startingLayer()
    let trainer = HeadTraining(
      table, classCount: data.classes.count, start: start, options: options)
    var progress = EpochLine(epochs: options.epochs)
    let trained = trainer.run(training: training, validation: validation) { epoch, isBest in
      progress.show(epoch, isBest: isBest)
      return !interruption.isRequested
    }
    progress.finish()
    // Thresholds come from cells that the head was not fitted to; the head itself may then use them.
    let calibration = HeadCalibration(
      logits: HeadTraining.logits(trained.head, table, cells: validation),
      labels: validation.map { labels[$0] }, core: data.classes.map(\.core))
    var head = trained.head
    var joined = false
    if !trained.wasStopped {
      let again = trainer.run(
        training: training + validation, validation: [], epochs: trained.bestEpoch
      ) { _, _ in !interruption.isRequested }
      if !again.wasStopped { (head, joined) = (again.head, true) }
    }
    told.scores = scores(head: head, first: trained.head, table, validation, test)
    let curve =
      trained.wasStopped || !joined || rows.count > Self.mostForCurve
      ? nil
      : LearningCurve(
        table, classCount: data.classes.count, start: start, options: options,
        epochs: trained.bestEpoch, training: training, heldOut: validation + test, groups: groups,
        goesOn: { !interruption.isRequested })

    let record = TrainingRecord(
      base: base, told: told, options: options, bestEpoch: trained.bestEpoch,
      joinedValidation: joined, classes: data.classes,
      trainedOn: Set((training + (joined ? validation : [])).map { rows[$0].content }))
    let id =
      "\(base.identity.id.prefix { $0 != "+" })+\(Self.digest([record.json, Self.text(head)]).prefix(8))"
    let bytes: [UInt8]
    do {
      bytes = try base.bytes(
        id: id, head: head, classes: data.classes,
        calibration: .init(
          temperature: calibration.temperature, uncertainBelow: calibration.uncertainBelow,
          outsideAbove: calibration.outsideAbove),
        views: plainViews, cropScale: told.cropScale, training: record.json)
    } catch { throw Failure(Messages.notice(for: error)) }
    let report = TrainingReport(
      provenance: Provenance(
        notice: researchUseNotice, application: Application.identity,
        model: ModelIdentity(id: id, sha256: sha256(of: bytes)), date: now().utcText),
      base: base.identity, classes: data.classes, told: told, options: options, trained: trained,
      joinedValidation: joined, calibration: calibration, curve: curve)
    return Result(bytes: bytes, report: report)
  }

  /// More cells than this are enough to know that more of the same bring little, and take long to train on anew.
  private static let mostForCurve = 2_000

  // MARK: Before the features

  /// Pictures that can be read, after everything that can be said of the data without looking for cells.
  private func checked(
    _ pictures: [FeatureExtraction.Picture], _ extraction: FeatureExtraction,
    _ told: inout TrainingReport.Told
  ) throws -> [(picture: FeatureExtraction.Picture, content: String)] {
    let contents = extraction.contents(pictures)
    var usable: [(picture: FeatureExtraction.Picture, content: String)] = []
    var cells: [(LearningCell, String)] = []
    var (unreadable, changed) = (0, 0)
    for (picture, read) in zip(pictures, contents) {
      guard let content = read.content else {
        if let failure = read.failure { note(failure) }
        unreadable += picture.cells.count
        continue
      }
      guard picture.cells.allSatisfy({ $0.content ?? content == content }) else {
        changed += picture.cells.count
        continue
      }
      usable.append((picture, content))
      cells += picture.cells.map { ($0, content) }
    }
    func leave(_ count: Int, _ why: String) {
      if count > 0 { told.leftOut.append(.init(why: why, count: count)) }
    }
    leave(unreadable, "in pictures that cannot be read")
    leave(changed, "in pictures that were changed since they were reviewed")
    guard !usable.isEmpty else {
      throw Failure(
        Messages.untrainable(
          why: "none of the \(pictures.count) pictures can be read as it was labelled",
          cure: "Put the pictures back where the labels say they are"))
    }
    let identities = cells.map { cell, content in
      switch cell.place {
      case .box(let box): "\(content) \(box)"
      case .speaker: content
      }
    }
    var quiet = TrainingReport.Told()
    try refuse(
      DataCheck.findings(
        labels: cells.map(\.0.label), groups: Self.groups(cells),
        contents: Self.numbered(identities)),
      cells.map(\.0), &quiet)
    return usable
  }

  private func located(
    _ pictures: [(picture: FeatureExtraction.Picture, content: String)],
    _ extraction: FeatureExtraction, _ told: inout TrainingReport.Told
  ) -> [FeatureExtraction.Found] {
    var found: [FeatureExtraction.Found] = []
    var failures = 0
    var place = 0
    extraction.locate(pictures) { result in
      switch result {
      case .success(let each): found.append(each)
      case .failure(let failure):
        note(failure.notice)
        failures += pictures[place].picture.cells.count
      }
      place += 1
    }
    if failures > 0 {
      told.leftOut.append(.init(why: "in pictures that cannot be read", count: failures))
    }
    return found
  }

  /// The crop for pictures like these: the usual one, or, where half of the cells would have more than that cut
  /// off by the picture's edge, the median of what fits, rounded down to a twentieth.
  static func cropScale(_ found: [FeatureExtraction.Found], usual: Double) -> Double {
    let fitting = found.flatMap { each in
      each.located.boxes.compactMap { box -> Double? in
        guard let box else { return nil }
        let (x, y) = (Double(box.x) + Double(box.width) / 2, Double(box.y) + Double(box.height) / 2)
        let room = min(x, y, Double(each.located.width) - x, Double(each.located.height) - y)
        return 2 * room / Double(max(box.width, box.height))
      }
    }.sorted()
    guard !fitting.isEmpty else { return usual }
    let median = fitting[fitting.count / 2]
    guard median < usual else { return usual }
    return max(1.1, (median * 20).rounded(.down) / 20)
  }

  private func extracted(
    _ found: [FeatureExtraction.Found], _ cropScale: Double, _ extraction: FeatureExtraction,
    _ told: inout TrainingReport.Told
  ) throws -> (FeatureTable, [Row]) {
    var table = FeatureTable(
      featureCount: Analyzer.featureCount, plainViews: plainViews, augmentedViews: augmentedViews)
    table.reserve(data.cells.count)
    let rowLength = (plainViews + augmentedViews) * Analyzer.featureCount
    var rows: [Row] = []
    var (failures, cellless, next) = (0, 0, 0)
    var progress = ProgressLine(total: found.count)
    extraction.extract(found, cropScale: cropScale) { result in
      let picture = found[next]
      next += 1
      progress.advance()
      let features: [Float]
      switch result {
      case .success(let numbers): features = numbers
      case .failure(let failure):
        progress.note(failure.notice)
        failures += picture.picture.cells.count
        return
      }
      var place = 0
      for (cell, box) in zip(picture.picture.cells, picture.located.boxes) {
        guard let box else {
          cellless += 1
          continue
        }
        table.add(label: cell.label, features[place..<(place + rowLength)])
        rows.append(Row(cell: cell, content: picture.content, box: box))
        place += rowLength
      }
    }
    progress.finish(failures: failures)
    if failures > 0 {
      told.leftOut.append(.init(why: "in pictures that cannot be read", count: failures))
    }
    if cellless > 0 {
      told.leftOut.append(.init(why: "images in which no white cell was found", count: cellless))
    }
    guard !rows.isEmpty else {
      throw Failure(
        Messages.untrainable(
          why: "no white cell was found in any picture", cure: "Train on stained blood smears"))
    }
    return (table, rows)
  }

  /// Says what is wrong with the data, and ends when that is too much.
  private func refuse(
    _ findings: [DataFinding], _ cells: [LearningCell], _ told: inout TrainingReport.Told
  ) throws {
    let sentences = findings.map { Messages.sentence(for: $0, cells, data.classes) }
    told.findings += sentences
    let fatal = zip(findings, sentences).filter(\.0.isFatal).map(\.1)
    guard !fatal.isEmpty else { return }
    for sentence in fatal.dropLast() {
      StandardError.write("hematovision: \(safeForTerminal(sentence))\n")
    }
    throw Failure(
      Messages.untrainable(
        why: fatal.last ?? "", cure: "Nothing was trained. Mend the data and train again"))
  }

  private func note(_ notice: Notice) { StandardError.write("\(safeForTerminal(notice.line))\n") }

  // MARK: Groups and parts

  private static func groups(_ cells: [(cell: LearningCell, content: String)]) -> [Int] {
    let named = cells.map { cell, content in
      cell.group.isEmpty ? "picture \(content)" : "group \(cell.group)"
    }
    return DataCheck.joined(
      groups: numbered(named), contents: numbered(cells.map(\.content)))
  }

  /// The same number for the same text, by first occurrence.
  private static func numbered(_ texts: [String]) -> [Int] {
    var numbers: [String: Int] = [:]
    return texts.map { text in
      let number = numbers[text] ?? numbers.count
      numbers[text] = number
      return number
    }
  }

  private func parts(
    _ rows: [Row], labels: [Int], groups: [Int], _ told: inout TrainingReport.Told
  ) throws -> [Part] {
    let given = rows.compactMap { Self.part(named: $0.cell.split) }
    let isGiven =
      given.count == rows.count && given.contains(.training) && given.contains(.validation)
    let parts =
      isGiven ? given : GroupedSplit.parts(labels: labels, groups: groups, seed: options.seed)
    if isGiven {
      var seen: [Int: Set<Part>] = [:]
      for (group, part) in zip(groups, parts) { seen[group, default: []].insert(part) }
      let crossing = seen.values.count { $0.count > 1 }
      if crossing > 0 {
        told.findings.append(
          "The data's own split was kept, and \(crossing) of \(seen.count) groups have cells in several parts: "
            + "figures are too good. Leave the column `split` out, and the program divides whole groups."
        )
      } else {
        told.findings.append("The data's own split was kept.")
      }
    }
    try refuse(
      DataCheck.absences(
        labels: labels, parts: parts, from: isGiven ? [.training, .validation] : Part.allCases),
      rows.map(\.cell), &told)
    guard parts.contains(.validation) else {
      throw Failure(
        Messages.untrainable(
          why: "no cell is left to choose the best epoch by",
          cure: "Label cells of more pictures or slides"))
    }
    return parts
  }

  private static func part(named name: String) -> Part? {
    switch name.lowercased() {
    case "train", "training": .training
    case "val", "valid", "validation", "dev": .validation
    case "test", "testing": .test
    default: nil
    }
  }

  // MARK: The head

  /// The base's layer for the classes of the new head; zeros for classes that it does not know.
  private func startingLayer() -> Head.Layer? {
    guard base.head.hidden == nil else { return nil }
    let known = base.head.output
    var (weights, bias) = ([Float](), [Float]())
    for entry in data.classes {
      if let place = base.header.classes.firstIndex(where: { $0.code == entry.code }) {
        weights += known.weights[(place * known.inputCount)..<((place + 1) * known.inputCount)]
        bias.append(known.bias[place])
      } else {
        weights += [Float](repeating: 0, count: known.inputCount)
        bias.append(0)
      }
    }
    return Head.Layer(weights: weights, bias: bias)
  }

  private func scores(
    head: Head, first: Head, _ table: FeatureTable, _ validation: [Int], _ test: [Int]
  ) -> [TrainingReport.Scores] {
    func confusion(_ head: Head, _ cells: [Int], _ places: [Int]? = nil) -> Confusion {
      Confusion(
        zip(cells, HeadTraining.logits(head, table, cells: cells)).map { cell, logits in
          let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
          return (table.labels[cell], places?[best] ?? best)
        }, classes: data.classes)
    }
    var scores: [TrainingReport.Scores] = []
    scores.append(
      .init(
        model: "the head", cells: "validation cells, which chose its epoch",
        confusion: confusion(first, validation)))
    guard !test.isEmpty else { return scores }
    scores.append(
      .init(
        model: "the written head", cells: "test cells, never trained on",
        confusion: confusion(head, test)))
    if base.header.classes == data.classes {
      scores.append(
        .init(
          model: base.identity.id, cells: "the same test cells, for comparison",
          confusion: confusion(base.head, test)))
    }
    return scores
  }

  private static func text(_ head: Head) -> String {
    let layers = [head.hidden, head.output].compactMap { $0 }
    return sha256(
      of: layers.flatMap { layer in
        (layer.weights + layer.bias).flatMap { number in
          withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
        }
      })
  }

  private static func digest(_ lines: [String]) -> String {
    sha256(of: Array((lines.sorted().joined(separator: "\n") + "\n").utf8))
  }
}
