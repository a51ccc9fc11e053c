/// Why nothing was selected: no image has this split or source.
public enum SelectionError: Error, Hashable, Sendable {
  case unknownSplit(String, available: [String])
  case unknownSource(String, available: [String])
}

/// A name with a number of images.
public struct NamedCount: Hashable, Sendable, Encodable {
  public let name: String
  public let images: Int

  /// Counts names, sorted; the empty one is left out.
  static func of(_ names: [String]) -> [NamedCount] {
    Dictionary(grouping: names.filter { !$0.isEmpty }, by: { $0 })
      .map { NamedCount(name: $0.key, images: $0.value.count) }.sorted { $0.name < $1.name }
  }
}

/// Which of the labelled images are looked at.
public struct Selection: Sendable {
  /// Images to classify: each has a class of the model, or boxes.
  public let images: [LabelledImage]
  /// What is said of them in the report.
  public let summary: DataSummary

  /// Takes the images of a split and of some sources; nil and none take all.
  ///
  /// - Parameters:
  ///   - data: what the user called the data.
  ///   - boxes: the file that the boxes came from.
  public init(
    _ all: [LabelledImage], data: String, boxes: String?, split: String?, sources: [String]
  ) throws(SelectionError) {
    let splits = NamedCount.of(all.map(\.split)).map(\.name)
    if let split, !splits.contains(split) { throw .unknownSplit(split, available: splits) }
    let known = NamedCount.of(all.map(\.source)).map(\.name)
    for source in sources where !known.contains(source) {
      throw .unknownSource(source, available: known)
    }
    let chosen = all.filter {
      (split == nil || $0.split == split) && (sources.isEmpty || sources.contains($0.source))
    }
    images = chosen.filter { $0.truth != nil || !$0.boxes.isEmpty }
    summary = DataSummary(
      data: data, boxes: boxes, split: split, sources: sources,
      splits: NamedCount.of(images.map(\.split)), images: images.count,
      otherClasses: NamedCount.of(
        chosen.filter { $0.truth == nil }
          .map { $0.className.isEmpty ? "no class" : $0.className }),
      leftOut: chosen.count - images.count)
  }
}

/// What was evaluated.
public struct DataSummary: Hashable, Sendable, Encodable {
  /// What the user called the data, and the boxes' file.
  public let data: String
  public let boxes: String?
  /// What was chosen: nil and none mean all.
  public let split: String?
  public let sources: [String]
  /// The splits of the images looked at.
  public let splits: [NamedCount]
  /// Images looked at.
  public let images: Int
  /// Chosen images whose class the model does not have.
  public let otherClasses: [NamedCount]
  /// Chosen images with neither a class of the model nor boxes.
  public let leftOut: Int
  /// Where the data is a review log; nil for labelled images.
  public var reviewed: ReviewedSummary?
}

/// What is said of the cells of a review log.
public struct ReviewedSummary: Hashable, Sendable, Encodable {
  public let pictures: Int
  /// Cells that were answered with the suggestion in sight.
  public let sawSuggestion: Int
  /// What of the log was not looked at, and why.
  public let leftOut: [NamedCount]

  /// A summary; reasons without a cell are dropped.
  public init(pictures: Int, sawSuggestion: Int, leftOut: [(why: String, count: Int)]) {
    self.pictures = pictures
    self.sawSuggestion = sawSuggestion
    self.leftOut = leftOut.filter { $0.count > 0 }.map {
      NamedCount(name: $0.why, images: $0.count)
    }
  }
}

extension DataSummary {
  /// The cells of a review log, one `LabelledImage` each.
  ///
  /// - Parameter all: those with a class of the model, and the others.
  public init(log: String, all: [LabelledImage], reviewed: ReviewedSummary) {
    let foreign = all.filter { $0.truth == nil }
    self.init(
      data: log, boxes: nil, split: nil, sources: [], splits: [],
      images: all.count - foreign.count, otherClasses: NamedCount.of(foreign.map(\.className)),
      leftOut: foreign.count, reviewed: reviewed)
  }
}
