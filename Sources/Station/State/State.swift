public import Review
public import Screen

/// What does not change during a session.
public struct Session: Equatable, Sendable {
  public let directory: ImagePath
  public let reviewer: String
  /// Names the session in entry identifiers.
  public let id: String
  public let model: ModelIdentity
  /// The model's classes, then the laboratory's own.
  public let classes: [CellClass]
  public let application: String
  /// Colours the terminal has, for people: a palette below 256 colours hides stain colour.
  public internal(set) var colours: String
  public let keymap: Keymap
  public let counting: CountingRules
  /// What the technician asked for at the start.
  public let wishes: Wishes
  /// The log holds nothing yet: the first session teaches the first keys.
  public let isFirst: Bool
  public let pictures: PictureSettings
  /// The errors of an evaluation whose pictures are looked through; nil for a directory.
  public let errors: ErrorList?

  /// The facts of a session; without a keymap the keys are the default ones.
  public init(
    directory: ImagePath, reviewer: String, id: String, model: ModelIdentity,
    classes: [CellClass], application: String, colours: String, keymap: Keymap? = nil,
    wishes: Wishes = Wishes(), isFirst: Bool = false,
    pictures: PictureSettings = PictureSettings(), counting: CountingRules = CountingRules(),
    errors: ErrorList? = nil
  ) {
    self.counting = counting
    self.errors = errors
    self.wishes = wishes
    self.pictures = pictures
    self.directory = directory
    self.reviewer = reviewer
    self.id = id
    self.model = model
    self.classes = classes
    self.application = application
    self.colours = colours
    self.isFirst = isFirst
    self.keymap = keymap ?? .standard(classes: classes)
  }

  /// The class with this code in the model's list, with its place there.
  func cellClass(_ label: Label) -> (index: Int, cellClass: CellClass)? {
    guard let index = classes.firstIndex(where: { $0.label == label }) else { return nil }
    return (index, classes[index])
  }
}

/// How a session is to begin; keys change most of it later.
public struct Wishes: Equatable, Sendable {
  public var guards = Guards()
  public var order = WantedOrder.name
  /// The laboratory's number of the specimen; nil keeps what the log says.
  public var specimen: String?
  /// The slide's name; nil keeps what the log says, or the directory's name.
  public var slide: String?
  /// Cells to count; nil keeps what the log says.
  public var targetCount: Int?
  /// White cells in 10^9 a litre; nil keeps what the log says.
  public var whiteCellCount: Double?

  /// No wish.
  public init() {}
}

/// How far the reading of the directory is.
public enum Listing: Equatable, Sendable {
  case loading
  case failed(Notice)
  case done
}

/// One line for the technician about what just happened.
public struct Message: Equatable, Sendable {
  /// How serious it is.
  public enum Kind: Equatable, Sendable { case info, saved, warning, error }

  public let kind: Kind
  public let text: String
}

/// What the keys do now.
public enum Mode: Equatable, Sendable {
  case desk
  /// Typing a name to find.
  case find(String)
  /// Looking through the directories.
  case tree(DirectoryTree)
  /// Reading the first page, in the place of the picture.
  case firstSteps
  /// Reading the key table.
  case help(HelpView)
  /// Placing or moving a box; nothing is recorded until it is accepted.
  case box(BoxEdit)
  /// Asked whether to leave although entries are not in the log, or a training runs.
  case confirmQuit
  /// Typing a filter, a note, a reason or a number.
  case entry(TextEntry)
  /// Asked which order the list shall have.
  case chooseOrder
  case identity(IdentityForm)
  /// Reading what the log holds about a picture.
  case trail(Trail)
  /// Reading what is measured of a picture.
  case field(FieldPage)
  /// Reading who disagrees with whom.
  case disagreements(DisagreementList)
  /// Reading the differential.
  case differential(Scroll)
  /// Looking at thumbnails by class; `State.gallery` is its value.
  case gallery
  /// Looking at the errors of an evaluation; `State.errors` is its value.
  case errors
  /// Reading what a training would learn from, how it goes, what came of it; `State.training` is its value.
  case training(Scroll)
  /// Asked whether two cells are the same; the place of the pair among those left.
  case twins(Int)
}

/// A box on its way to its place.
public struct BoxEdit: Equatable, Sendable {
  /// The cell whose box moves; nil for a new cell.
  public let cell: CellID?
  /// Where it was; nil for a new cell.
  public let previous: Box?
  public var box: Box
}

/// Which part of a picture is looked at.
public struct View: Equatable, Sendable {
  /// The whole field instead of the selected cell.
  public var wholeField = false
  /// How far it can be enlarged and widened.
  static let zooms = -8...12
  /// Steps of enlargement, each by a factor of 1.25; negative for a wider view.
  public var zoom = 0
  /// Shift of the centre in pixels of the image.
  public var panX = 0
  public var panY = 0
}

/// The picture on screen.
public struct Shown: Equatable, Sendable {
  /// A picture or the reason why there is none.
  public enum Content: Equatable, Sendable {
    case drawn(DrawnPicture)
    case failed(Notice)
  }

  public let request: PictureRequest
  public let content: Content
}

/// Classifications that were asked for and have not come back.
public struct ClassifyQueue: Equatable, Sendable {
  public var waiting: Set<ImagePath> = []
  /// How many the running batch asked for, for the progress.
  public var asked = 0
}

/// Entries on their way into the log.
public struct Recording: Equatable, Sendable {
  /// Handed over, not yet on disk; with what to say when they are.
  public var pending: [EntryID: (entry: LogEntry, message: String?)] = [:]
  /// Entries that a failure kept out of the log, oldest first.
  public var refused: [LogEntry] = []
  /// Why the log takes nothing; reviewing is stopped while it stands.
  public var fault: Notice?
  /// Number of the next entry of this session.
  public var nextNumber = 1

  public static func == (left: Recording, right: Recording) -> Bool {
    left.pending.mapValues(\.entry) == right.pending.mapValues(\.entry)
      && left.pending.mapValues(\.message) == right.pending.mapValues(\.message)
      && left.refused == right.refused && left.fault == right.fault
      && left.nextNumber == right.nextNumber
  }
}

/// A step that `u` takes back, or that Ctrl-R brings again.
public struct Undoable: Equatable, Sendable {
  public let image: ImagePath
  public let cell: CellID?
  public let entry: EntryID
  /// For the message, such as `field-003.jpg Neu`.
  public let text: String
  /// The first entry of a move of several cells, which is taken back as one; nil for a step alone.
  public var group: EntryID?
}

/// The whole station. A value: `update` is the only thing that changes it.
public struct State: Equatable, Sendable {
  public internal(set) var session: Session
  public internal(set) var size: Size
  /// Milliseconds of the last `clock` event.
  public internal(set) var now = 0

  public internal(set) var listing: Listing = .loading
  /// The pictures of the directory, gone ones included, and what they add up to.
  public internal(set) var catalogue: Catalogue
  /// The list: the pictures the filter lets through, in the queue's order.
  var rows = Rows(all: 0)
  /// Row of the selected picture.
  public internal(set) var selected = 0
  /// First row of the list on screen.
  public internal(set) var listTop = 0
  public internal(set) var selectedCell = 0
  public internal(set) var review = ReviewState()
  public internal(set) var historyLoaded = false
  /// Whether a key was pressed: from then on nothing moves the selection by itself.
  public internal(set) var touched = false
  /// The last key and when it came; whether it repeats because it is held down.
  var lastKey: PressedKey?
  /// First key of a two-key command (`g`).
  public internal(set) var prefix: Character?

  public internal(set) var view = View()
  public internal(set) var tone = PictureTone.asTaken
  public internal(set) var symbols: CellSymbols
  public internal(set) var shown: Shown?
  public internal(set) var requested: PictureRequest?
  /// Since when the selected cell has been visible.
  public internal(set) var visibleSince: Int?

  public internal(set) var queue = ClassifyQueue()
  public internal(set) var recording = Recording()
  public internal(set) var undoStack: [Undoable] = []
  public internal(set) var redoStack: [Undoable] = []

  public internal(set) var order: QueueOrder = .name
  public internal(set) var filter = Filter()
  /// The one directory that is listed and counted; nil for all.
  public internal(set) var scope: ImagePath?
  /// When files were last changed; only known once the order asked.
  public internal(set) var times: [ImagePath: Int64] = [:]
  public internal(set) var guards: Guards
  /// The check set that is being worked through, and one that waits to be gone on with.
  public internal(set) var check: CheckSet?
  public internal(set) var openCheck: CheckSet?
  /// The blind second review that is being worked through.
  public internal(set) var second: SecondReview?
  /// The last plan of each reviewer in this directory, unless it was ended.
  var secondPlans: [String: SecondReview] = [:]
  /// The disagreement that was gone to from the list, to be decided.
  var settling: Disagreement?
  public internal(set) var slide: SlideIdentity
  /// The file that was to be exported to last.
  var exportWished: String?
  /// What was said last of a fall of agreement; nil while the log is looked through.
  var drift: [String]?
  public internal(set) var pace = Pace()
  /// The last class that was answered, for the key that repeats it.
  public internal(set) var lastLabel: Label?

  public internal(set) var mode: Mode = .desk
  /// The gallery while it is open, under a page of help too.
  public internal(set) var gallery: Gallery?
  /// The errors that are looked through; nil in a session on a directory.
  public internal(set) var errors: ErrorGallery?
  public internal(set) var references = References()
  public internal(set) var heat = Heat()
  /// Whether cells and nuclei are outlined in the picture.
  public internal(set) var showsOutlines = false
  /// What was measured of pictures in this session.
  var measuredFields: [ImagePath: FieldSummary] = [:]
  var thumbnails = Thumbnails()
  /// Cells that may be the same.
  public internal(set) var twins = Twins()
  public internal(set) var training = TrainingDesk()
  public internal(set) var message: Message?
  public internal(set) var lastFind = ""
  /// What is being drawn with the mouse in the picture.
  public internal(set) var drag: MouseDrag?
  /// The line to the terminal, when it is slow and the station sparing.
  public internal(set) var slowLine: SlowLine?

  /// A station that knows nothing of its directory yet.
  public init(session: Session, size: Size) {
    self.session = session
    self.size = size
    errors = session.errors.map { ErrorGallery($0) }
    mode = errors != nil ? .errors : session.isFirst ? .firstSteps : .desk
    catalogue = Catalogue(root: session.directory)
    guards = session.wishes.guards
    slide = SlideIdentity(of: session.directory, reviewer: session.reviewer)
    order = session.wishes.order.order(session: session.id)
    symbols = session.pictures.symbols
  }

  /// What must be done before the first event.
  public var firstEffects: [Effect] {
    [.list(directory: session.directory), .loadHistory(directory: session.directory)]
  }

  /// All pictures by name.
  public var images: [ImagePath] { catalogue.images }

  /// The selected picture; nil in an empty directory.
  public var image: ImagePath? {
    (0..<rows.count).contains(selected) ? picture(at: selected) : nil
  }

  /// The list's pictures from its first row to its last.
  package var listedImages: [ImagePath] { (0..<rows.count).map { picture(at: $0) } }

  /// The picture in a row of the list.
  func picture(at row: Int) -> ImagePath { catalogue.images[rows.place(at: row)] }

  /// What is known of the picture in a row of the list.
  func standing(at row: Int) -> Standing { catalogue.standings[rows.place(at: row)] }

  /// The row of a picture; nil when it is not in the list.
  func row(of image: ImagePath) -> Int? { catalogue.index(of: image).flatMap { rows.row(of: $0) } }

  /// Whether the selected picture's file went away.
  public var isGone: Bool { image != nil && standing(at: selected).contains(.gone) }

  /// The review of the selected picture, as far as it may be seen.
  public var imageReview: ImageReview { image.map { shownReview(of: $0) } ?? ImageReview() }

  /// The selected cell of the selected picture.
  public var cell: ReviewCell? {
    let cells = imageReview.cells
    return cells.indices.contains(selectedCell) ? cells[selectedCell] : cells.last
  }

  /// The picture on screen, when it is the selected one and could be drawn.
  var shownPicture: DrawnPicture? {
    guard let shown, shown.request.image == image, case .drawn(let drawn) = shown.content else {
      return nil
    }
    return drawn
  }

  /// Facts of the picture on screen, when it is the selected one.
  var shownFacts: PictureFacts? { shownPicture?.facts }

  /// Size and hash of the selected picture, from the screen or, while a new view of it is on its
  /// way, from the log.
  var knownFacts: PictureFacts? {
    if let shownFacts { return shownFacts }
    if case .classified(let facts) = imageReview.finding { return facts }
    return nil
  }
}
