public import Review

/// All figures of some images: one source's, or all together.
public struct GroupFigures: Sendable, Encodable {
  /// The source; nil for all images together.
  public let source: String?
  /// Images looked at.
  public let images: Int
  /// Those of them whose class the model has.
  public let labelled: Int
  /// Fields, slides or patients among the labelled ones; nil when that is not known.
  public let groups: Int?
  /// Over all the model's classes; nil without labelled images.
  public let allClasses: Confusion?
  /// Images of the core classes, answered by the largest of the core among all outputs; nil without
  /// such images, or when every class is core.
  public let coreClasses: Confusion?
  /// Nil without labelled images.
  public let abstention: Abstention?
  public let calibration: Calibration?
  public let riskCoverage: RiskCoverage?
  public let foreign: ForeignFigures?
  /// At 0.3 and 0.5; empty when nobody drew boxes.
  public let detection: [Detection]

  /// The figures of `images`, which a model with `classes` answered.
  public init(source: String?, images: [ScoredImage], classes: [CellClass]) {
    let labelled = images.filter { $0.image.truth != nil }
    let isCore = { (image: ScoredImage) in image.image.truth.map { classes[$0].core } == true }
    let core = labelled.filter(isCore)
    let corePlaces = classes.indices.filter { classes[$0].core }
    let groups = Set(labelled.map(\.image.group))
    let answers = labelled.map { ($0.confidence, $0.isRight) }
    self.source = source
    self.images = images.count
    self.labelled = labelled.count
    self.groups = groups.contains("") || groups.isEmpty ? nil : groups.count
    allClasses =
      labelled.isEmpty
      ? nil
      : Confusion(labelled.map { ($0.image.truth ?? 0, $0.best) }, classes: classes)
    coreClasses =
      core.isEmpty || corePlaces.count == classes.count
      ? nil
      : Confusion(
        core.map { image in
          func place(_ index: Int?) -> Int? { index.flatMap(corePlaces.firstIndex(of:)) }
          return (place(image.image.truth) ?? 0, place(image.best(among: corePlaces)))
        }, classes: corePlaces.map { classes[$0] })
    abstention =
      labelled.isEmpty
      ? nil : Abstention(core: core, foreign: labelled.filter { !isCore($0) })
    calibration = Calibration(
      labelled.filter { $0.answer != nil }.map { ($0.confidence, $0.isRight) })
    riskCoverage = RiskCoverage(answers)
    foreign = ForeignFigures(labelled, classes: classes)
    detection = [0.3, 0.5].compactMap { Detection(images, overlap: $0) }
  }
}
