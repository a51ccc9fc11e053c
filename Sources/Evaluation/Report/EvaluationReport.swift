public import Review

/// Who measured, with what and when: stands on everything that is written.
public struct Provenance: Hashable, Sendable, Encodable {
  /// The research-use notice.
  public let notice: String
  /// The program with its version.
  public let application: String
  public let modelID: String
  /// SHA-256 of the weights file, lower-case hexadecimal.
  public let modelSHA256: String
  /// ISO 8601.
  public let date: String

  /// The origin of a report.
  public init(notice: String, application: String, model: ModelIdentity, date: String) {
    self.notice = notice
    self.application = application
    modelID = model.id
    modelSHA256 = model.sha256
    self.date = date
  }
}

/// Everything that an evaluation found out.
public struct EvaluationReport: Sendable, Encodable {
  /// An image that could not be judged, with the cure.
  public struct Unreadable: Hashable, Sendable, Encodable {
    public let path: String
    public let why: String
    public let cure: String
  }

  /// A wrong answer.
  public struct WrongAnswer: Hashable, Sendable, Encodable {
    public let path: String
    public let truth: String
    public let answer: String
    public let probability: Double
  }

  public let provenance: Provenance
  public let data: DataSummary
  /// The model's classes in its order.
  public let classes: [CellClass]
  /// The figures of each source, by name; empty when no image names its source.
  public let sources: [GroupFigures]
  public let all: GroupFigures
  /// The 20 wrong answers with the greatest probability.
  public let surestWrong: [WrongAnswer]
  public let unreadable: [Unreadable]

  static let wrongAnswersListed = 20

  /// The report on `images`, which a model with `classes` answered.
  public init(
    _ images: [ScoredImage], data: DataSummary, classes: [CellClass], provenance: Provenance
  ) {
    self.provenance = provenance
    self.data = data
    self.classes = classes
    let names = Set(images.map(\.image.source)).sorted()
    sources =
      names == [""]
      ? []
      : names.map { name in
        GroupFigures(
          source: name, images: images.filter { $0.image.source == name }, classes: classes)
      }
    all = GroupFigures(source: nil, images: images, classes: classes)
    unreadable = images.compactMap { image in
      image.failure.map {
        Unreadable(path: image.image.path.lossyText, why: $0.why, cure: $0.cure)
      }
    }
    let wrong = images.filter { $0.image.truth != nil && $0.best != nil && !$0.isRight }
    surestWrong = wrong.sorted {
      $0.confidence == $1.confidence
        ? $0.image.path < $1.image.path : $0.confidence > $1.confidence
    }.prefix(Self.wrongAnswersListed).map {
      WrongAnswer(
        path: $0.image.path.lossyText, truth: classes[$0.image.truth ?? 0].code,
        answer: classes[$0.best ?? 0].code, probability: $0.confidence)
    }
  }
}
