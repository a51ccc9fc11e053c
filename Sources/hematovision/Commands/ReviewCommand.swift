import Analysis
public import ArgumentParser
import Curses
import Directories
import Foundation
import Review
public import Screen
import Settings
import Station
import Store

/// `hematovision [review] DIR`: the station.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Open the review station on a directory of smear images (the default command).")

  @Argument(
    help: "Directory of images, one image, or the errors.csv of an evaluation.",
    completion: .file())
  var directory: String?

  @Option(help: "Name that decisions are recorded under (default: the login name).")
  var reviewer: String?

  @Option(help: "Colour theme, a file of Themes/ without its ending.")
  var theme: String?

  @Option(help: "Colours to use: direct, 256, 16, 8 or mono (default: what the terminal can).")
  var colours: ColourDepth?

  @Option(help: "Line to the terminal: full, or low for a slow one (the key B changes it).")
  var bandwidth: Bandwidth?

  @Flag(help: "Take the mouse: wheel, click to select, drag to draw a box. It never answers.")
  var mouse = false

  @Flag(help: "Lines instead of a screen, for screen readers and Braille (as with TERM=dumb).")
  var linear = false

  @Option(help: "Threads that share the work on a cell (default: one, two from three cores on).")
  var threads: Int?

  @Flag(help: "Show each setting and where it was said, instead of opening the station.")
  var printConfig = false

  @Option(help: "Order of the list: name, time, uncertainty, class or random (default: name).")
  var order: WantedOrder?

  @Flag(help: "Hide suggestions until you have answered.")
  var blind = false

  @Option(help: "Of a hundred cells, how many have their suggestion withheld (default: 0).")
  var spotChecks: Int?

  @Option(
    name: .customLong("wbc"),
    help: "White cells in 10^9 a litre, not corrected, for absolute counts.")
  var whiteCellCount: Double?

  @Option(help: "The laboratory's number of the specimen.")
  var specimen: String?

  @Option(help: "Name of the slide (default: the directory's).")
  var slide: String?

  @Option(help: "Cells to count, such as 100; the bell rings when they are.")
  var target: Int?

  @Option(help: "Draw pictures with half, quadrant or sextant (the font must have them).")
  var symbols: CellSymbols?

  @OptionGroup var pixelSize: PixelSizeOption

  @OptionGroup var log: LogOption
  @OptionGroup var model: ModelOption

  func validate() throws {
    if directory == nil, !printConfig {
      throw ValidationError("Name a directory of images: hematovision DIRECTORY")
    }
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 64")
    }
    if let spotChecks, !(0...100).contains(spotChecks) {
      throw ValidationError("--spot-checks takes a number from 0 to 100")
    }
    if let target, !(1...100_000).contains(target) {
      throw ValidationError("--target takes a number of cells, such as 100")
    }
  }

  func run() throws {
    var configuration = try Opening.configuration(log: log.path, model: model.path, theme: theme)
    configuration.flag(\.reviewer, reviewer)
    configuration.flag(\.colours, colours)
    configuration.flag(\.bandwidth, bandwidth)
    configuration.flag(\.mouse, mouse ? true : nil)
    configuration.flag(\.linear, linear ? true : nil)
    configuration.flag(\.threads, threads)
    configuration.flag(\.order, order)
    configuration.flag(\.blind, blind ? true : nil)
    configuration.flag(\.spotChecks, spotChecks)
    configuration.flag(\.target, target)
    configuration.flag(\.symbols, symbols)
    configuration.flag(\.pixelSize, pixelSize.micrometres)
    if printConfig {
      // Without its weights the station cannot open, and its settings can still be read.
      let classes = (try? Opening.model(configuration))?.header.classes ?? []
      SettingsListing.write(configuration, try Opening.desk(model: classes))
      return
    }
    try review(directory ?? ".", configuration)
  }

  private func review(_ directory: String, _ configuration: Configuration) throws {
    guard let target = DirectoryScan.resolved(directory) else {
      throw Failure(
        Notice(
          what: "\(directory) cannot be opened", why: Messages.system(errno),
          cure: "Name a directory that holds JPEG or PNG images"))
    }
    let errors = try Opening.errorList(directory)
    // The three that take long before the first picture run at once: the directory, the weights, the log.
    let mailbox = Mailbox()
    _ =
      errors.map { DirectoryWorker(pictures: $0.errors.map(\.image), mailbox: mailbox) }
      ?? DirectoryWorker(target: target, mailbox: mailbox)
    let loading = Started { try Opening.model(configuration) }
    let theme = try Opening.theme(configuration)
    let sessionID = Here.newSessionID()
    let identity = Opening.identity(
      reviewer: configuration.reviewerName.value, session: sessionID)
    let logPath = configuration.logFile.value
    let log = try Opening.logOrFailure(path: logPath, identity: identity)
    let model = try loading.value()
    let desk = try Opening.desk(model: model.header.classes)

    let isSparing = configuration.bandwidth.value == .low
    let display = try Opening.display(
      isLinear: configuration.linear.value, wish: configuration.colours.value,
      isSparing: isSparing, mouse: configuration.mouse.value)
    defer { display.restore() }
    let diversion = Opening.divertStandardError()
    defer { diversion?.end() }

    let session = Session(
      directory: errors?.directory
        ?? (DirectoryScan.isDirectory(target) ? target : target.directory),
      reviewer: identity.reviewer, id: sessionID, model: model.identity,
      classes: desk.classes, application: Application.identity + display.note,
      colours: display.colours, keymap: desk.keymap.keymap, wishes: wishes(configuration),
      isFirst: (try? log.head.sequence) == 0,
      pictures: PictureSettings(
        symbols: configuration.symbols.value, halfBlocksOnly: display.halfBlocksOnly,
        micrometresPerPixel: configuration.pixelSize.value),
      counting: desk.counting.rules, errors: errors)
    let runner = EffectRunner(
      mailbox: mailbox, content: ContentWorker(mailbox: mailbox),
      inference: InferenceWorker(
        model: model, threads: configuration.threads.value ?? Self.usualThreads, mailbox: mailbox),
      pictures: PictureWorker(mailbox: mailbox),
      thumbnails: ThumbnailWorker(mailbox: mailbox),
      log: LogWorker(
        log: log, mailbox: mailbox,
        exporter: {
          Exporter(
            log: $0, classes: desk.classes, rules: desk.counting.rules, directory: $1,
            isPrivate: configuration.privacy.value,
            micrometresPerPixel: configuration.pixelSize.value)
        },
        reopen: { () throws(StoreError) in
          try Opening.log(path: logPath, identity: identity)
        }),
      drift: DriftCheck(log: log, mailbox: mailbox),
      training: TrainingWorker(
        .init(
          model: model, weights: try configuration.weightsFile.value, classes: desk.classes,
          log: log.path, journalMode: log.journalMode), mailbox: mailbox))
    let state = State(session: session, size: display.size)
    let last: State
    switch display {
    case .screen(let terminal):
      last = EventLoop(terminal: terminal, theme: theme, mailbox: mailbox, runner: runner)
        .run(isSparing ? state.onSlowLine() : state)
    case .lines(let terminal):
      last = LinearLoop(terminal: terminal, mailbox: mailbox, runner: runner).run(state)
    }
    runner.finish()
    display.restore()
    sayGoodbye(last, log: logPath)
    sayGoodbye(runner.training.end)
  }

  /// Where the model of a training is, which may have been written after the screen was left.
  private func sayGoodbye(_ end: TrainingEnd?) {
    switch end {
    case .kept(let outcome):
      print("The trained model is in \(safeForTerminal(outcome.file.lossyText)); it is not in use.")
    case .failed(let notice): StandardError.write(notice)
    case .stopped, nil: break
    }
  }

  /// Where the answers are and how they leave, for who used the station the first time.
  private func sayGoodbye(_ state: State, log: String) {
    let count = state.pace.session
    guard count > 0 else { return }
    print(
      """
      \(count) \(count == 1 ? "answer" : "answers") saved in \(safeForTerminal(log)).
      hematovision export --output cells.csv writes them as a table.
      """)
  }

  private func wishes(_ configuration: Configuration) -> Wishes {
    var wishes = Wishes()
    wishes.order = configuration.order.value
    wishes.guards.isBlind = configuration.blind.value
    wishes.guards.spotCheckPercent = configuration.spotChecks.value
    wishes.guards.lookMilliseconds = configuration.lookMilliseconds.value
    (wishes.specimen, wishes.slide) = (specimen, slide)
    wishes.whiteCellCount = whiteCellCount
    wishes.targetCount = configuration.target.value
    return wishes
  }

  /// On two cores one is left to the screen, the pictures and the log: no key waits for the engine.
  private static var usualThreads: Int {
    ProcessInfo.processInfo.activeProcessorCount > 2 ? 2 : 1
  }
}

extension ColourDepth: ExpressibleByArgument {}
extension WantedOrder: ExpressibleByArgument {}
extension CellSymbols: ExpressibleByArgument {}

extension Bandwidth: ExpressibleByArgument {}

extension ColourDepth {
  /// For people: how many colours.
  var name: String {
    switch self {
    case .direct: "direct colour"
    case .palette256: "256 colours"
    case .palette16: "16 colours"
    case .palette8: "8 colours"
    case .mono: "no colour"
    }
  }
}
