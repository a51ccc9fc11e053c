import GRDB
public import Review

/// Tells the results of the slides in a log, and writes them in the forms in which they are handed on.
public struct ResultExport: Sendable {
  private let log: ReviewLog
  private let classes: [CellClass]
  private let rules: CountingRules
  private let application: String
  private let notice: String
  private let listing: @Sendable (ImagePath) -> [ImagePath]?

  /// An export of `log`.
  ///
  /// - Parameters:
  ///   - classes: The model's classes and the laboratory's, in the order of the rows.
  ///   - rules: Reference ranges and the class of nucleated red cells.
  ///   - application: The program that writes, with its version.
  ///   - notice: The research-use notice.
  ///   - listing: The pictures in a directory and below it; nil when it is not there. Only of slides
  ///     that are not signed is it asked whether nothing is left to answer.
  public init(
    log: ReviewLog, classes: [CellClass], rules: CountingRules, application: String,
    notice: String, listing: @escaping @Sendable (ImagePath) -> [ImagePath]?
  ) {
    self.log = log
    self.classes = classes
    self.rules = rules
    self.application = application
    self.notice = notice
    self.listing = listing
  }

  /// The results, in the order of the directories' names.
  ///
  /// - Parameter directory: Only slides in it and below it; nil for all of the log.
  /// - Throws: `StoreError.noResult` when nothing was answered there.
  public func results(of directory: ImagePath?) throws(StoreError) -> [SlideResult] {
    try log.read { db in
      let slides = try Slides(log, db)
      let signed = try log.signedSlides(db)
      var results: [SlideResult] = []
      for slide in slides.directories(below: directory) {
        if let result = try result(of: slide, slides, signed[slide], db) { results.append(result) }
      }
      guard !results.isEmpty else {
        throw StoreError.noResult(file: log.path, directory: directory?.lossyText)
      }
      return results
    }
  }

  /// Nil when nothing was answered.
  private func result(
    of directory: ImagePath, _ slides: Slides, _ signed: SignedSlide?, _ db: Database
  ) throws -> SlideResult? {
    var count = SlideCount()
    var applications: [String] = []
    let status = signed?.status ?? .preliminary
    var open = status == .preliminary ? listing(directory).map { Set($0) } : nil
    try log.forEachPicture(db, below: directory) { records in
      // Names that are no UTF-8 and look alike come together.
      for image in Set(records.compactMap(\.entry.event.image)).sorted() {
        let own = records.filter { $0.entry.event.image == image }
        let review = count.add(image, own, signatures: signed?.signed ?? [])
        if review.isComplete { open?.remove(image) }
      }
      for record in records {
        guard case .decided = record.entry.event,
          let application = slides.application(of: record), !applications.contains(application)
        else { continue }
        applications.append(application)
      }
    }
    guard !count.isEmpty || signed != nil else { return nil }
    let models = count.models.isEmpty ? slides.models(openedOn: directory) : count.models
    let origin = ResultOrigin(
      models: models, reviewedWith: applications, application: application,
      head: try ReviewLog.head(db), time: try ReviewLog.headTime(db), notice: notice)
    do throws(SlideResultFault) {
      return try SlideResult(
        slide: slides.identities[directory] ?? SlideIdentity(of: directory, reviewer: ""),
        status: status, signatures: signed?.signed ?? [], count: count,
        isWhole: open?.isEmpty ?? false, classes: classes, rules: rules,
        origin: origin)
    } catch {
      switch error {
      case .classesDiffer(let directory, let signed, let counted):
        throw StoreError.otherClasses(
          directory: directory.lossyText, signed: signed, counted: counted)
      }
    }
  }

  // MARK: Writing

  /// Makes a file of results, which appears under its name only when it is whole and on the disk.
  ///
  /// - Parameters:
  ///   - pictures: The overridden cells of each result; a report shows them.
  ///   - overwrite: Whether a regular file of that name may be replaced.
  /// - Returns: Number of results, and the head they carry.
  @discardableResult
  public static func write(
    _ results: [SlideResult], as format: ResultFormat, pictures: [[ReportPicture]],
    to path: String, overwrite: Bool
  ) throws(StoreError) -> ReviewedExport.Summary {
    try ExportFile.write(to: path, overwrite: overwrite) { (sink) throws(StoreError) in
      try sink.append(bytes(results, as: format, pictures: pictures))
    }
    return summary(results)
  }

  /// Writes to an open descriptor, such as standard output, which stays open.
  @discardableResult
  public static func write(
    _ results: [SlideResult], as format: ResultFormat, pictures: [[ReportPicture]],
    descriptor: Int32
  ) throws(StoreError) -> ReviewedExport.Summary {
    let sink = ExportSink(descriptor: descriptor, file: "/dev/fd/\(descriptor)")
    try sink.append(bytes(results, as: format, pictures: pictures))
    try sink.flush()
    return summary(results)
  }

  private static func summary(_ results: [SlideResult]) -> ReviewedExport.Summary {
    ReviewedExport.Summary(rows: results.count, head: results.last?.origin.head ?? .empty)
  }

  private static func bytes(
    _ results: [SlideResult], as format: ResultFormat, pictures: [[ReportPicture]]
  ) -> [UInt8] {
    switch format {
    case .differential:
      CSVWriter.line(DifferentialTable.columns.map { .text($0) })
        + results.flatMap { DifferentialTable.rows($0) }.flatMap { CSVWriter.line($0) }
    case .fhir: FHIRBundle.bytes(results)
    case .hl7: results.flatMap { HL7Message($0).bytes }
    case .report: ReportPage.bytes(results, pictures: pictures)
    }
  }
}

/// What a log says of its directories as slides.
private struct Slides {
  private struct Session {
    let directory: ImagePath
    let application: String
    let model: ModelIdentity?
  }

  private(set) var identities: [ImagePath: SlideIdentity] = [:]
  private var signed: Set<ImagePath> = []
  private var sessions: [String: [Session]] = [:]

  init(_ log: ReviewLog, _ db: Database) throws {
    let kinds = [EventKind.opened, .identified, .signed].map { "'\($0.rawValue)'" }
    try log.forEachRow(db, "WHERE kind IN (\(kinds.joined(separator: ", ")))", []) { record in
      switch record.entry.event {
      case .opened(let directory, let application, let model):
        sessions[record.identity.session, default: []].append(
          Session(directory: directory, application: application, model: model))
      case .identified(let identity): identities[identity.directory] = identity
      case .signed(let signOff): signed.insert(signOff.directory)
      default: break
      }
    }
  }

  /// The directories that are slides: those that were named or signed; of the others the ones that were
  /// opened, the outermost where one lies in another.
  func directories(below root: ImagePath?) -> [ImagePath] {
    func lies(_ directory: ImagePath, in other: ImagePath) -> Bool {
      directory == other || directory.relative(to: other) != directory
    }
    let named = signed.union(identities.keys)
      .filter { directory in root.map { lies(directory, in: $0) } ?? true }
    if let root, named.isEmpty { return [root] }
    let opened = Set(sessions.values.joined().map(\.directory))
      .filter { directory in root.map { lies(directory, in: $0) } ?? true }
      .filter { directory in
        !named.contains { lies(directory, in: $0) || lies($0, in: directory) }
      }
    let outermost = opened.filter { directory in
      !opened.contains { $0 != directory && lies(directory, in: $0) }
    }
    return named.union(outermost).sorted()
  }

  /// The program that a record was written with.
  func application(of record: LogRecord) -> String? {
    sessions[record.identity.session]?.first?.application
  }

  func models(openedOn directory: ImagePath) -> [ModelIdentity] {
    var models: [ModelIdentity] = []
    for session in sessions.sorted(by: { $0.key < $1.key }).flatMap(\.value)
    where session.directory == directory {
      if let model = session.model, !models.contains(model) { models.append(model) }
    }
    return models
  }
}
