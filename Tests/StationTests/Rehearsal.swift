import Review
import Screen
import Station
import Testing

/// A station with a scripted world: pictures come at once, the engine says what the test wants, the
/// log keeps everything or refuses.
struct Rehearsal {
  var state: State
  /// What the "log" holds.
  private(set) var log: [LogEntry] = []
  private(set) var effects: [Effect] = []
  /// Cells that the "engine" finds in an image, by its name.
  var cells: [String: [FoundCell]] = [:]
  var unreadable: Set<String> = []
  /// Whether classifications come at once; else `deliver` brings them.
  var answersAtOnce = true
  var logRefuses: Notice?
  var reviewer = "kbm"
  /// Who wrote each entry of the log.
  private var reviewers: [String] = []
  /// What the "log" holds as examples, by class; any other has none.
  var examples: [Label: [ReferenceCell]] = [:]
  /// What becomes of thumbnails of an image, by its name; any other is drawn.
  var thumbnails: [String: Thumbnail.Content] = [:]
  /// Whether thumbnails come at once; else never.
  var drawsThumbnails = true
  /// Where the "engine" sees each class, 7 x 7 numbers; any other has its own field hot.
  var evidence: [Label: [Float]] = [:]
  var heatFails: Notice?
  /// Whether pictures come at once; else never.
  var drawsPictures = true
  /// Whether heat comes at once; else never.
  var explainsAtOnce = true
  /// Whether measures of fields come at once; else never.
  var measuresAtOnce = true
  var measuringFails: Notice?
  /// What is measured in an image, by its name; any other is like `field()`.
  var fields: [String: FieldSummary] = [:]
  /// What the "log" says of a fall of agreement.
  var drift = ["No fall of agreement with suggestions is called"]
  /// What the "log" holds to learn from.
  var stock: Result<TrainingStock, Notice> = .success(TrainingPageTests.stock())
  private(set) var waiting: [ImagePath] = []
  var clock = 1_000

  static let classes: [CellClass] = [
    ("EOSINOPHIL", "eosinophil", "Eos", "E", true, true),
    ("LYMPHOCYTE", "lymphocyte", "Lym", "L", true, true),
    ("MONOCYTE", "monocyte", "Mono", "M", true, true),
    ("NEUTROPHIL", "neutrophil", "Neu", "N", true, true),
    ("BASOPHIL", "basophil", "Baso", "B", false, true),
    ("IG", "immature granulocyte", "IG", "I", false, true),
    ("ERYTHROBLAST", "erythroblast", "Ery", "R", false, false),
    ("PLATELET", "platelet", "Plt", "P", false, false),
  ].map {
    CellClass(
      code: $0.0, name: $0.1, short: $0.2, letter: $0.3, core: $0.4, countsInTotal: $0.5)
  }

  static let model = ModelIdentity(id: "test-model", sha256: String(repeating: "ab", count: 32))

  init(
    images: Int = 6, size: Size = Size(columns: 80, rows: 24), session: String = "s1",
    classes: [CellClass] = Self.classes, keymap: Keymap? = nil, reviewer: String = "kbm",
    wishes: Wishes = Wishes(), history: [LogRecord] = [],
    isFirst: Bool = false, pictures: PictureSettings = PictureSettings(),
    counting: CountingRules = CountingRules(), errors: ErrorList? = nil
  ) {
    self.reviewer = reviewer
    state = State(
      session: Session(
        directory: ImagePath("/smears"), reviewer: reviewer, id: session, model: Self.model,
        classes: classes, application: "hematovision 0", colours: "256 colours", keymap: keymap,
        wishes: wishes, isFirst: isFirst, pictures: pictures, counting: counting,
        errors: errors),
      size: size)
    effects = state.firstEffects
    send(
      .listed(
        (0..<images).map { ImagePath("/smears/" + Self.name($0 + 1)) }))
    send(.history(history))
  }

  /// `field-007.jpg` for 7.
  static func name(_ number: Int) -> String {
    let digits = String(number)
    return "field-\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits).jpg"
  }

  /// Facts of a test image; its hash is made from its name.
  static func facts(_ path: ImagePath) -> PictureFacts {
    let hex = path.bytes.suffix(32).reversed().map {
      "0123456789abcdef".utf8.map { $0 }[Int($0 % 16)]
    }
    let sha = String(decoding: hex, as: UTF8.self)
    return PictureFacts(
      sha256: sha + String(repeating: "0", count: max(0, 64 - sha.count)), bytes: 23_456,
      width: 640, height: 480)
  }

  /// A found cell at `x`, judged as the class at `index` with probability `confidence`.
  static func cell(
    _ name: String, x: Int = 200, index: Int, confidence: Double = 0.97,
    status: SuggestionStatus = .ok, formWeighed: Bool? = nil
  ) -> FoundCell {
    let box = Box(x: x, y: 150, width: 120, height: 130)
    let rest = (1 - confidence) / Double(classes.count - 1)
    return FoundCell(
      id: CellID(imageSHA256: facts(ImagePath("/smears/\(name)")).sha256, box: box), box: box,
      suggestion: Suggestion(
        probabilities: classes.indices.map {
          ClassProbability(
            label: classes[$0].label, probability: $0 == index ? confidence : rest)
        }, label: classes[index].label, status: status, formWeighed: formWeighed),
      measures: measures(lobes: index % 4 + 1))
  }

  /// A field with this many red cells, some of them oval, and one white cell of three lobes.
  static func field(
    redCells: Int = 40, oval: Int = 4, suitability: FieldQuality.Suitability = .suitable
  ) -> FieldSummary {
    FieldSummary(
      whiteCells: [
        FieldSummary.WhiteCell(
          box: Box(x: 200, y: 150, width: 120, height: 130), measures: measures(lobes: 3))
      ],
      redCells: (0..<redCells).map { place in
        RedCell(
          box: Box(x: place * 10, y: 20, width: 50, height: 50), area: 1_900 + 10 * place,
          roundness: 0.96, elongation: place < oval ? 1.6 : 1.1, pallor: 0.4,
          isCutOff: place >= 36, isTouching: false)
      }, platelets: [Box(x: 1, y: 2, width: 9, height: 9), Box(x: 40, y: 2, width: 9, height: 9)],
      quality: FieldQuality(suitability: suitability, focus: 0.9, stain: 0.75, coverage: 0.412),
      pixels: 640 * 480)
  }

  /// What is measured of a cell whose nucleus has this many lobes.
  static func measures(lobes: Int, isCutOff: Bool = false, isTouching: Bool = false) -> CellMeasures
  {
    CellMeasures(
      nucleusArea: 2_000 + 400 * lobes, cytoplasmArea: 5_210, lobeCount: lobes,
      nucleusRoundness: 1 / Double(lobes), cellRoundness: 0.91, granularity: 0.0184,
      nucleusColour: MeanColour(red: 92, green: 61, blue: 148),
      cytoplasmColour: MeanColour(red: 208, green: 170, blue: 196), isCutOff: isCutOff,
      isTouching: isTouching)
  }

  /// Delivers an event and does what follows from it.
  mutating func send(_ event: Event) {
    var queue = [event]
    while !queue.isEmpty {
      let next = queue.removeFirst()
      let wanted = update(&state, next)
      effects += wanted
      for effect in wanted { queue += answer(effect) }
    }
  }

  /// Presses keys as a person does: a third of a second apart.
  mutating func press(_ keys: Key...) {
    for key in keys { press(key, after: 350) }
  }

  /// Presses a key some milliseconds after the last one.
  mutating func press(_ key: Key, after milliseconds: Int) {
    clock += milliseconds
    send(.clock(milliseconds: clock))
    send(.key(key))
  }

  /// Types characters.
  mutating func type(_ text: String) {
    for character in text { press(.character(character)) }
  }

  /// The engine answers what waits.
  mutating func deliver(_ count: Int = .max) {
    for path in waiting.prefix(count) {
      waiting.removeFirst()
      send(.classified(classification(of: path)))
    }
  }

  private mutating func answer(_ effect: Effect) -> [Event] {
    switch effect {
    case .draw(let request):
      guard drawsPictures else { return [] }
      if unreadable.contains(request.image.fileName.lossyText) {
        return [.pictureFailed(request, Self.damaged(request.image))]
      }
      return [.pictureDrawn(request, Self.picture(request))]
    case .classify(let paths, _):
      if answersAtOnce { return paths.map { .classified(classification(of: $0)) } }
      waiting += paths
      return []
    case .drawThumbnails(let requests):
      guard drawsThumbnails, !requests.isEmpty else { return [] }
      return [
        .thumbnailsDrawn(
          requests.map { request in
            let scripted = thumbnails[request.image.fileName.lossyText]
            return Thumbnail(
              request: request, content: scripted ?? .drawn(Self.thumbnail(request)))
          })
      ]
    case .loadReferences(let label):
      return [
        .referencesFound(ReferenceCells(label: label, cells: examples[label] ?? [], reach: nil))
      ]
    case .cancelClassification:
      waiting = []
      return []
    case .judge(let placement):
      return [
        .judged(
          BoxPlacement(
            image: placement.image, imageSHA256: placement.imageSHA256, cell: placement.cell,
            box: placement.box, previous: placement.previous,
            suggestion: Self.cell("x", index: 1).suggestion,
            measures: Self.measures(lobes: 1)))
      ]
    case .explain(let request):
      guard explainsAtOnce else { return [] }
      return [heatFails.map { .explanationFailed(request, $0) } ?? explained(request)]
    case .measure(let request):
      guard measuresAtOnce else { return [] }
      if let measuringFails { return [.fieldFailed(request, measuringFails)] }
      return [.fieldMeasured(request, fields[request.image.fileName.lossyText] ?? Self.field())]
    case .record(let entries):
      if let logRefuses { return [.recordFailed(entries.map(\.id), logRefuses)] }
      log += entries
      reviewers += entries.map { _ in reviewer }
      return [.recorded(entries.map(\.id))]
    case .readTimes(let paths):
      // The last name is the oldest file.
      return [
        .times(Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($1, Int64(-$0)) }))
      ]
    case .export(_, let file):
      return [.exported(file: ImagePath("/home/\(file)"), format: "csv", rows: decisions.count)]
    case .loadTrail(let image):
      return [.trail(image, records.filter { $0.entry.event.image == image })]
    case .checkDrift:
      return [.driftChecked(drift)]
    case .signIn(let name):
      reviewer = name
      return [.answeredToday(7)]
    case .surveyTraining:
      return [.trainingStock(stock)]
    case .train, .stopTraining, .list, .loadHistory, .readContent, .suspend, .redraw, .limitColours,
      .quit, .bell:
      return []
    }
  }

  func classification(of path: ImagePath) -> Classification {
    let name = path.fileName.lossyText
    return Classification(
      image: path,
      outcome: unreadable.contains(name)
        ? .failed(Self.damaged(path)) : .cells(Self.facts(path), cells[name] ?? []),
      model: Self.model, milliseconds: 7.5)
  }

  /// Class by class the hottest field is another; the neutrophil's is the middle.
  private func explained(_ request: ExplanationRequest) -> Event {
    let box = request.box
    let side = max(box.width, box.height) * 3 / 2
    let region = Box(
      x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2, width: side,
      height: side)
    return .explained(
      request,
      Self.classes.enumerated().map { index, entry in
        let field = 24 + (index + 5) % 8
        let own = (0..<49).map { place -> Float in
          place == field ? 2 : place == field + 1 ? 1.2 : place == 0 ? -0.4 : 0
        }
        return Explanation(
          label: entry.label, box: box, region: region, side: 7,
          evidence: evidence[entry.label] ?? own)
      })
  }

  static func damaged(_ path: ImagePath) -> Notice {
    Notice(
      what: "\(path.fileName.lossyText) cannot be shown", why: "the JPEG file ends too early",
      cure: "Save or copy it again from the microscope")
  }

  /// A gradient, so that a snapshot shows where the picture's edges are.
  static func picture(_ request: PictureRequest) -> DrawnPicture {
    let facts = facts(request.image)
    var region = Box(x: 0, y: 0, width: facts.width, height: facts.height)
    if case .region(let wanted) = request.part { region = wanted }
    let scale = min(
      Double(request.width) / Double(region.width),
      Double(request.height) / Double(region.height))
    let width = max(1, Int(Double(region.width) * scale))
    let height = max(1, Int(Double(region.height) * scale))
    var rgb: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        rgb += [UInt8(x * 4 / width * 64), UInt8(y * 4 / height * 64), 200]
      }
    }
    let cell = FineCell(character: "▚", ink: RGB(20, 20, 200), ground: RGB(90, 90, 200))
    let fine = request.symbols == .half ? [] : Array(repeating: cell, count: width * (height / 2))
    return DrawnPicture(
      picture: Picture(width: width, height: height, rgb: rgb, fine: fine), facts: facts,
      region: region,
      outlines: request.outlined.isEmpty ? nil : outlines(width: width, height: height))
  }

  /// A cell that fills the middle half of a picture, its nucleus half of that.
  private static func outlines(width: Int, height: Int) -> PictureOutlines {
    func ring(_ part: Int) -> [PictureOutlines.Pixel] {
      let (left, right) = (width / 2 - width / part, width / 2 + width / part)
      let (top, bottom) = (height / 2 - height / part, height / 2 + height / part)
      return (left...right).flatMap { x in [top, bottom].map { .init(x: x, y: $0) } }
        + (top...bottom).flatMap { y in [left, right].map { .init(x: $0, y: y) } }
    }
    return PictureOutlines(cells: ring(4), nuclei: ring(8))
  }

  /// The log as it is read back.
  var records: [LogRecord] { Self.records(log, by: reviewers, session: state.session.id) }

  /// Entries as a log gives them back, a minute between them.
  static func records(
    _ entries: [LogEntry], by reviewers: [String] = [], session: String = "s1"
  ) -> [LogRecord] {
    entries.indices.map {
      LogRecord(
        sequence: Int64($0 + 1), entry: entries[$0],
        time: Timestamp(
          utcMilliseconds: 1_763_999_940_000 + Int64($0) * 60_000, offsetMinutes: 60),
        identity: LogIdentity(
          reviewer: reviewers.indices.contains($0) ? reviewers[$0] : "kbm", host: "bench-2",
          session: session),
        hash: "")
    }
  }

  /// A square, light above and dark below.
  static func thumbnail(_ request: ThumbnailRequest) -> Picture {
    let half = request.side * request.side / 2
    return Picture(
      width: request.side, height: request.side,
      rgb: [UInt8](repeating: 200, count: half * 3) + [UInt8](repeating: 90, count: half * 3))
  }

  /// Decisions in the log, in order.
  var decisions: [Decision] {
    log.compactMap { if case .decided(let decision) = $0.event { decision } else { nil } }
  }

  /// The screen as text, without colours.
  var screen: [String] {
    let frame = render(state, size: state.size)
    return (0..<frame.size.rows).map { row in
      (0..<frame.size.columns).map { frame[$0, row].character }.joined()
    }
  }

  /// Whether the screen shows a text in one line.
  func shows(_ text: String) -> Bool { screen.contains { $0.contains(text) } }

  /// Demands a text in one line; a failure shows the screen and not the whole state.
  func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let isShown = shows(text)
    #expect(
      isShown, "\(text) in\n\(screen.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }

  var status: String { screen[state.size.rows - 2] }
  var keyLine: String { screen[state.size.rows - 1] }
}
