import Directories
import Evaluation
import Foundation
import Review
import Store

extension LearningData {
  /// What is read, and by what names.
  struct Wish {
    let data: String
    let boxes: String?
    let split: String?
    let sources: [String]
    let model: ModelIdentity
    let base: [CellClass]
    /// The base's classes, then the laboratory's own.
    let known: [CellClass]
    let outside: [String]
  }

  /// Reads a directory with class folders, a manifest or a review log.
  init(_ wish: Wish) throws {
    if AnsweredCells.isLog(wish.data) {
      guard wish.split == nil, wish.sources.isEmpty, wish.boxes == nil else {
        throw Failure(
          Messages.untrainable(
            why: "\(wish.data) is a review log, which has no splits, sources and boxes to choose",
            cure: "Leave --split, --source and --boxes out"))
      }
      self = try Self.ofLog(wish)
    } else {
      self = try Self.ofImages(wish)
    }
    let count = classes.count
    guard LearntClasses.limits.contains(count) else {
      throw Failure(
        Messages.untrainable(
          why: "the data has \(count) classes where 2 to 32 can be learnt",
          cure: "Call cells that are not to be learnt OTHER"))
    }
    guard !cells.isEmpty else {
      throw Failure(
        Messages.untrainable(
          why: "\(wish.data) has no cell with a class",
          cure: AnsweredCells.isLog(wish.data)
            ? "Answer cells in the station first: \(TrainingStock.helpful) help already"
            : "Name a directory with a folder a class, a manifest, or a log with answers"))
    }
  }

  // MARK: Labelled images

  private static func ofImages(_ wish: Wish) throws -> LearningData {
    let names = try LabelledData.classNames(of: wish.data)
    let classes = LearntClasses.classes(
      names, base: wish.base, known: wish.known, outside: wish.outside)
    // Unknown names are classes here, so nothing is a slip of the pen but what nearly is a known one.
    let labelled = try LabelledData(wish.data, boxes: wish.boxes, names: ClassNames(classes))
    let selection: Selection
    do {
      selection = try Selection(
        labelled.images, data: wish.data, boxes: labelled.boxesFile, split: wish.split,
        sources: wish.sources)
    } catch { throw Failure(Messages.notice(for: error)) }
    let cells = selection.images.compactMap { image -> LearningCell? in
      guard let truth = image.truth else { return nil }
      return LearningCell(
        picture: labelled.place(of: image), name: image.path.lossyText, place: .speaker(image),
        label: truth, group: image.group.isEmpty ? "" : "\(image.source)/\(image.group)",
        split: image.split, content: nil)
    }
    let isManifest = labelled.images.first?.line != nil
    let several = selection.images.flatMap { drawnCells(of: $0, labelled) }
    let withSeveral = Set(several.map(\.picture)).count
    let other = selection.images.count - cells.count - withSeveral + selection.summary.leftOut
    return LearningData(
      cells: cells + several, classes: classes,
      kind: isManifest ? "a manifest" : "a directory with a folder a class",
      grouping: cells.contains { !$0.group.isEmpty }
        ? "by the column `group`, else by picture" : "by picture",
      leftOut: other == 0
        ? [] : [.init(why: "images without a class to be learnt", count: other)])
  }

  /// The labelled cells of a picture that has no class of its own since it shows several (MULTI): those that
  /// somebody drew with their class.
  private static func drawnCells(
    of image: LabelledImage, _ labelled: LabelledData
  ) -> [LearningCell] {
    guard image.truth == nil else { return [] }
    return image.boxes.compactMap { box in
      box.truth.map {
        LearningCell(
          picture: labelled.place(of: image), name: image.path.lossyText, place: .drawn(box),
          label: $0, group: image.group.isEmpty ? "" : "\(image.source)/\(image.group)",
          split: image.split, content: nil)
      }
    }
  }

  // MARK: A log

  /// Directories from which on slides are kept apart; with fewer there would be nothing to divide.
  private static let fewestSlides = 8

  private static func ofLog(_ wish: Wish) throws -> LearningData {
    let log = try AnsweredCells(log: wish.data)
    let rule = try rule(in: wish.data, about: wish.model)
    let (heldOut, remarks) = rule.map { Self.heldOut(by: $0, wish.base) } ?? ([], [])
    let free = log.cells.filter { !heldOut.contains($0.content ?? "") }
    let answered = free.filter { !LearntClasses.noClass.contains($0.label.rawValue) }
    let others = free.count - answered.count
    let classes = LearntClasses.classes(
      Set(answered.map(\.label.rawValue)).sorted(), base: wish.base, known: wish.known,
      outside: wish.outside)
    let slides = Set(answered.map(\.picture.directory)).count
    let bySlide = slides >= fewestSlides
    let places = Dictionary(
      classes.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    let cells = answered.compactMap { each -> LearningCell? in
      guard let label = places[each.label.rawValue] else { return nil }
      return LearningCell(
        picture: each.picture, name: each.picture.lossyText, place: .box(each.box), label: label,
        group: bySlide ? each.picture.directory.lossyText : "", split: "", content: each.content)
    }
    let leftOut = [
      ("cells on which answers differ", log.contested),
      ("pictures answered as a whole", log.wholes),
      ("cells answered as other or unidentified", others),
      ("cells of pictures that the rule for a new model holds out", log.cells.count - free.count),
    ].filter { $0.1 > 0 }.map { TrainingReport.LeftOut(why: $0.0, count: $0.1) }
    return LearningData(
      cells: cells, classes: classes, kind: "a review log",
      grouping: bySlide
        ? "by slide, of which there are \(slides)"
        : "by picture: \(slides) \(slides == 1 ? "slide is" : "slides are") too few to keep apart, so figures "
          + "are of slides that were trained on",
      leftOut: leftOut, remarks: remarks, rule: rule)
  }

  /// The newest rule in a log by which a model may take the place of this one.
  private static func rule(in path: String, about model: ModelIdentity) throws -> GatePlan? {
    do throws(StoreError) {
      return try Opening.logForReading(path: Locations.absolute(path)).gatePlans()
        .last { $0.current == model }
    } catch { throw Failure(Messages.notice(for: error)) }
  }

  /// The contents of the pictures that a rule holds out: a model that was trained on one would not be judged.
  private static func heldOut(
    by rule: GatePlan, _ classes: [CellClass]
  ) -> (contents: Set<String>, remarks: [String]) {
    do {
      let heldOut = try HeldOut(
        rule.data, boxes: rule.boxes, split: rule.split, sources: rule.sources, classes: classes)
      return (Set(heldOut.contents), [])
    } catch {
      let why = (error as? Failure)?.notice.why ?? "\(error)"
      return (
        [],
        [
          "The pictures that the rule holds out cannot be read (\(rule.data): \(why)): whether the log has some of "
            + "them cannot be told, and a model trained on one is not judged. Bring them back."
        ]
      )
    }
  }
}
