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
  let follower: TrainingFollower

  /// Plain and augmented views of a cell where nothing else is asked for.
  static let usualViews = (plain: 8, augmented: 8)

  /// A model's bytes, its name, and what is told of how it came about.
  struct Result {
    let bytes: [UInt8]
    let report: TrainingReport
  }

  /// A cell whose features are in the table.
  struct Row {
    let cell: LearningCell
    let content: String
    let box: Box
  }

  /// - Throws: `TrainingStopped` when it was ended from outside before there was an epoch to keep.
  func run() throws -> Result {
    let views = CropViews.learnt(count: plainViews, cropScale: base.header.views.cropScale)
    let extraction = FeatureExtraction(
      model: model,
      cache: FeatureCache(base: base.baseSHA256, kernels: model.kernels.rawValue),
      views: views, augmentedViews: augmentedViews, seed: options.seed, threads: threads)
    var told = TrainingReport.Told()
    told.data = dataName
    told.kind = data.kind
    told.grouping = data.grouping
    told.leftOut = data.leftOut
    told.findings = data.remarks
    (told.plainViews, told.augmentedViews) = (plainViews, augmentedViews)
    (told.cropScale, told.closeCropScale) = (views.cropScale, views.closeScale)

    let pictures = try checked(FeatureExtraction.pictures(data.cells), extraction, &told)
    let found = try located(pictures, extraction, &told)
    let (table, rows) = try extracted(found, extraction, &told)
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

    try went(
      .fitting(
        epochs: options.epochs, training: training.count, validation: validation.count,
        test: test.count))
    let start = startingLayer()
    let trainer = HeadTraining(
      table, classCount: data.classes.count, start: start, options: options)
    let trained = trainer.run(training: training, validation: validation) { epoch, isKept in
      follower.take(.epoch(epoch, isKept: isKept))
      return follower.goesOn()
    }
    // Thresholds come from cells that the head was not fitted to; the head itself may then use them.
    let calibration = HeadCalibration(
      logits: HeadTraining.logits(trained.head, table, cells: validation),
      labels: validation.map { labels[$0] }, core: data.classes.map(\.core))
    var head = trained.head
    var joined = false
    if !trained.wasStopped {
      let again = trainer.run(
        training: training + validation, validation: [], epochs: trained.keptEpoch
      ) { epoch, _ in
        follower.take(.joining(epoch.number, of: trained.keptEpoch))
        return follower.goesOn()
      }
      if !again.wasStopped { (head, joined) = (again.head, true) }
    }
    told.scores = scores(head: head, first: trained.head, table, validation, test)
    var epochsOfCurve = 0
    let curve =
      trained.wasStopped || !joined || rows.count > Self.mostForCurve
      ? nil
      : LearningCurve(
        table, classCount: data.classes.count, start: start, options: options,
        epochs: trained.keptEpoch, training: training, heldOut: validation + test, groups: groups,
        goesOn: {
          epochsOfCurve += 1
          follower.take(
            .learningCurve(epochsOfCurve, of: LearningCurve.trainings * trained.keptEpoch))
          return follower.goesOn()
        })

    let record = TrainingRecord(
      base: base, told: told, options: options, keptEpoch: trained.keptEpoch,
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
        views: views, training: record.json)
    } catch { throw Failure(Messages.notice(for: error)) }
    let report = TrainingReport(
      provenance: .now(ModelIdentity(id: id, sha256: sha256(of: bytes))),
      base: base.identity, classes: data.classes, told: told, options: options, trained: trained,
      joinedValidation: joined, calibration: calibration, curve: curve)
    return Result(bytes: bytes, report: report)
  }

  /// More cells than this are enough to know that more of the same bring little, and take long to train on anew.
  private static let mostForCurve = 2_000

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

  /// Says what is wrong with the data, and ends when that is too much.
  func refuse(
    _ findings: [DataFinding], _ cells: [LearningCell], _ told: inout TrainingReport.Told
  ) throws {
    let sentences = findings.map { Messages.sentence(for: $0, cells, data.classes) }
    told.findings += sentences
    let fatal = zip(findings, sentences).filter(\.0.isFatal).map(\.1)
    guard !fatal.isEmpty else { return }
    for sentence in fatal.dropLast() { follower.note("hematovision: \(sentence)") }
    throw Failure(
      Messages.untrainable(
        why: fatal.last ?? "", cure: "Nothing was trained. Mend the data and train again"))
  }

  /// Tells how far it is before there is anything to keep.
  func went(_ progress: TrainingProgress) throws {
    follower.take(progress)
    guard follower.goesOn() else { throw TrainingStopped() }
  }
}
