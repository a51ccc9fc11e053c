import Analysis
import Directories
import Evaluation
import Foundation
import Imaging
import Morphology
import Review

/// Reads pictures, finds their labelled cells and takes the features of these, on all cores.
struct FeatureExtraction: Sendable {
  let model: Model
  let cache: FeatureCache
  let views: CropViews
  let augmentedViews: Int
  let seed: UInt64
  let threads: Int

  /// A picture with the labelled cells in it.
  struct Picture: Sendable {
    let path: ImagePath
    let cells: [LearningCell]
  }

  /// A picture whose cells were found.
  struct Found: Sendable {
    let picture: Picture
    let content: String
    /// Where each of the picture's cells is; nil where it was not found.
    let boxes: [Box?]
  }

  /// The pictures of `cells`, in the order in which they first occur.
  static func pictures(_ cells: [LearningCell]) -> [Picture] {
    var order: [ImagePath] = []
    var members: [ImagePath: [LearningCell]] = [:]
    for cell in cells {
      if members[cell.picture] == nil { order.append(cell.picture) }
      members[cell.picture, default: []].append(cell)
    }
    return order.map { Picture(path: $0, cells: members[$0] ?? []) }
  }

  /// SHA-256 of each picture's file, or why it cannot be read; handed over in order, on the calling thread.
  func contents<Failure: Error>(
    _ pictures: [Picture], _ body: (Result<String, Notice>) throws(Failure) -> Void
  ) throws(Failure) {
    try OrderedWork(count: pictures.count, threads: threads) {
      { place -> Result<String, Notice> in
        let path = pictures[place].path
        return Result { () throws(ImageError) in
          Analysis.sha256(of: try ImageFile.read(path: path.bytes))
        }.mapError { Messages.notice(for: $0, image: path) }
      }
    }.forEach(body)
  }

  /// Finds the cells of each picture and hands them over, in order, on the calling thread.
  func locate<Failure: Error>(
    _ pictures: [(picture: Picture, content: String)],
    _ body: (Result<Found, Notice>) throws(Failure) -> Void
  ) throws(Failure) {
    try OrderedWork(count: pictures.count, threads: threads) {
      { located(pictures[$0].picture, pictures[$0].content) }
    }.forEach(body)
  }

  /// Takes the features of each picture's cells and hands them over, in order, on the calling thread.
  func extract<Failure: Error>(
    _ found: [Found],
    _ body: (Result<[Float], Notice>) throws(Failure) -> Void
  ) throws(Failure) {
    try OrderedWork(count: found.count, threads: threads) {
      let analyzer = Analyzer(model)
      return { features(found[$0], analyzer) }
    }.forEach(body)
  }

  private func decoded(_ picture: Picture) -> Result<RGBImage, Notice> {
    do {
      return .success(try ImageDecoder.decode(try ImageFile.read(path: picture.path.bytes)))
    } catch {
      return .failure(Messages.notice(for: error, image: picture.path))
    }
  }

  private func located(_ picture: Picture, _ content: String) -> Result<Found, Notice> {
    let key = (["2", Application.version, content] + picture.cells.map(Self.text)).joined(
      separator: ";")
    if let boxes = cache.boxes(key) {
      return .success(Found(picture: picture, content: content, boxes: boxes))
    }
    return decoded(picture).map { image in
      var found: [Box]?
      let boxes = picture.cells.map { cell -> Box? in
        if case .box(let placed) = cell.place { return placed }
        let all = found ?? CellFinder.find(in: image).map { Box($0.box) }
        found = all
        return switch cell.place {
        case .box(let placed): placed
        case .drawn(let drawn): Self.same(as: drawn, among: all)
        case .speaker(let labelled):
          labelled.speaker(among: all, width: image.width, height: image.height).map { all[$0] }
        }
      }
      cache.keep(boxes, key)
      return Found(picture: picture, content: content, boxes: boxes)
    }
  }

  private func features(
    _ found: Found, _ analyzer: Analyzer
  ) -> Result<[Float], Notice> {
    let boxes = found.boxes.compactMap { $0 }
    let key =
      ([
        "2", Application.version, found.content, "\(views.count)+\(augmentedViews)", "\(seed)",
        "\(views.cropScale)", "\(views.closeScale ?? views.cropScale)",
      ] + boxes.map { "\($0)" }).joined(separator: ";")
    let count = boxes.count * (views.count + augmentedViews) * Analyzer.featureCount
    if let kept = cache.features(key, count: count) { return .success(kept) }
    return decoded(found.picture).map { image in
      let features = boxes.flatMap { box in
        analyzer.features(
          of: box, in: image, views: views, augmented: augmented(found.content, box))
      }
      cache.keep(features, key)
      return features
    }
  }

  /// The augmented views of a cell: drawn from the seed and from what the cell is, not from its place in the
  /// data, so that a larger data set finds those of a smaller one in the cache.
  private func augmented(_ content: String, _ box: Box) -> [AugmentedView] {
    let start = FNV1a.hash("\(seed) \(content) \(box.x) \(box.y) \(box.width) \(box.height)")
    return (0..<augmentedViews).map { AugmentedView(seed: start &+ UInt64($0)) }
  }

  /// The found box that is the same cell as a drawn one. At half of the union two drawn cells that lie apart
  /// never share one.
  private static func same(as drawn: DrawnBox, among found: [Box]) -> Box? {
    found.max { drawn.overlap($0) < drawn.overlap($1) }
      .flatMap { drawn.overlap($0) >= 0.5 ? $0 : nil }
  }

  /// What is wanted of a cell, as a part of its key in the cache.
  private static func text(_ cell: LearningCell) -> String {
    switch cell.place {
    case .box(let box): "box \(box.x) \(box.y) \(box.width) \(box.height)"
    case .drawn(let box): "drawn \(box.x) \(box.y) \(box.width) \(box.height)"
    case .speaker(let image):
      "speaker "
        + image.boxes.filter { $0.truth != nil && $0.truth == image.truth }
        .map { "\($0.x) \($0.y) \($0.width) \($0.height)" }.joined(separator: ",")
    }
  }
}
