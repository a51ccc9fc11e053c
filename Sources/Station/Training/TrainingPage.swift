import Review
import Screen

/// The page of a training, line by line: before it, while it runs, after it.
struct TrainingLines {
  private(set) var lines: [PageLine] = []
  private let width: Int

  init(_ state: State) {
    width = max(20, state.size.columns - 4)
    let symbols: CurvePlot.Symbols =
      state.session.pictures.halfBlocksOnly == nil ? .braille : .halfBlocks
    guard let course = state.training.course else {
      switch state.training.stock {
      case .counting: add("counting the answered cells of the log", .muted)
      case .failed(let notice): add(failure: notice)
      case .counted(let stock): add(stock, state)
      }
      return
    }
    let room = Size(columns: width, rows: Frame.pageRows(state.size))
    switch course.end {
    case nil: add(running: course, state, room, symbols)
    case .stopped:
      add("Stopped before the first epoch: there was nothing to keep.", .heading)
      add("The features that were computed so far are kept: the next training needs less time.")
    case .failed(let notice):
      add(failure: notice)
      add(notesOf: course)
    case .kept(let outcome):
      add(outcome, state)
      add("")
      lines += course.figures
      lines += course.curves(columns: width, rows: 15, symbols: symbols)
      add(notesOf: course)
    }
  }

  private mutating func add(_ text: String, _ role: Role = .text) {
    lines += text.isEmpty ? [PageLine("")] : wrap(text, width: width).map { PageLine($0, role) }
  }

  /// A path, broken where the line is full: it must be readable to its end.
  private mutating func add(path: ImagePath) {
    var rest = path.lossyText
    repeat {
      lines.append(PageLine("  \(rest.prefix(width - 2))"))
      rest = String(rest.dropFirst(width - 2))
    } while !rest.isEmpty
  }

  private mutating func add(failure notice: Notice) {
    add("\(notice.what): \(notice.why)", .statusError)
    add("\(notice.cure).")
  }

  private mutating func add(notesOf course: TrainingCourse) {
    guard !course.notes.isEmpty else { return }
    add("")
    for note in course.notes.suffix(3) { add(note, .statusWarning) }
    if course.notes.count > 3 { add("and \(course.notes.count - 3) more like these", .muted) }
  }

  // MARK: Before

  private mutating func add(_ stock: TrainingStock, _ state: State) {
    if !stock.obstacles.isEmpty {
      add("NOTHING CAN BE TRAINED YET", .statusError)
      for each in stock.obstacles { add(each, .statusWarning) }
      add("")
    }
    add("ANSWERED CELLS OF THE WHOLE LOG", .heading)
    add(path: ImagePath(stock.log))
    for each in stock.classes where each.cells > 0 {
      add(
        each.name, each.cells, in: each.pictures, each.cells < TrainingStock.helpful ? ", few" : "")
    }
    add("all", stock.cells, in: stock.pictures, "")
    let absent = stock.classes.filter { $0.cells == 0 }.map(\.name)
    if !absent.isEmpty { add("no cell of: \(absent.joined(separator: ", "))", .muted) }
    for each in stock.leftOut { add("left out: \(each)") }
    let more = TrainingStock.worthwhile - stock.cells
    if more > 0 {
      add(
        "\(TrainingStock.helpful) cells of your own help already, \(TrainingStock.worthwhile) are worth it: "
          + "\(more) more are worth labelling.")
    }
    add("")
    if stock.obstacles.isEmpty {
      add("\(state.session.model.id) is the model in use, and the new head begins with it.")
      add(
        "Enter trains, at the lowest priority: answers and classification go on. It writes a file beside the "
          + "others; nothing is used before it was adopted, and the log stays as it is.")
    }
    if let rule = stock.rule {
      add("A rule stands for the new model; it holds out \(rule), which is not learnt from.")
    } else {
      add(
        "No rule stands by which a new model could be let in, and a model older than its rule is not judged: set "
          + "one first, hematovision models plan HELD-OUT --output rule.json", .statusWarning)
    }
    if !stock.remarks.isEmpty { add("") }
    for each in stock.remarks { add(each, .muted) }
    add("Cells are tied together \(stock.grouping).", .muted)
  }

  /// A line of the table: cells of a class, and in how many pictures they are.
  private mutating func add(_ name: String, _ cells: Int, in pictures: Int, _ remark: String) {
    lines.append(
      PageLine(
        name.rightPadded(24) + "\(cells)".leftPadded(7) + " in \(pictures.counted("picture"))"
          + remark))
  }

  // MARK: While it runs

  private mutating func add(
    running course: TrainingCourse, _ state: State, _ room: Size, _ symbols: CurvePlot.Symbols
  ) {
    let foot =
      course.isStopping
      ? "stopping: what is best so far is kept"
      : "It goes on when you leave this page; s keeps the best."
    add(foot, course.isStopping ? .statusWarning : .muted)
    let noted = course.notes.isEmpty ? 0 : min(4, course.notes.count + 1)
    lines += course.pageLines(
      in: Size(columns: room.columns, rows: room.rows - lines.count - noted), at: state.now,
      symbols: symbols)
    add(notesOf: course)
  }

  // MARK: After

  private mutating func add(_ outcome: TrainingOutcome, _ state: State) {
    add("NEW MODEL \(outcome.model.id), SHA-256 \(outcome.model.sha256.prefix(12))", .heading)
    if outcome.wasStopped {
      add("Stopped by hand; the best epoch so far was kept.", .statusWarning)
    }
    // The first are of cells that chose the epoch; where others were kept for a test, those count.
    for score in outcome.scores.count > 1 ? outcome.scores.dropFirst() : outcome.scores[...] {
      add("\(score.model), \(score.cells):")
      lines.append(PageLine("  \(score.text)"))
    }
    add(outcome.worth)
    add("")
    add("WRITTEN IN", .heading)
    add(path: outcome.file.directory)
    lines.append(PageLine("  \(outcome.file.fileName.lossyText)"))
    lines.append(PageLine("  \(outcome.reportDirectory.fileName.lossyText)/"))
    lines.append(PageLine("    \(outcome.reportFiles.joined(separator: ", "))"))
    add("")
    add("NEXT", .heading)
    add(
      "\(state.session.model.id) stays in use. Pictures that the new model never saw decide, by a rule that was set before "
        + "this training:")
    lines.append(PageLine("  hematovision models adopt FILE --plan RULE"))
  }
}

extension TrainingOutcome.Score {
  /// `95.1 % right (58 of 61; 86.5-98.3 at 95 %), balanced 93.2 %`.
  fileprivate var text: String {
    guard count > 0 else { return "no cell" }
    return "\((100 * Double(right) / Double(count)).tenths) % right (\(right) of \(count); "
      + "\(limitsText(100 * low...100 * high)) at 95 %), balanced \((100 * balanced).tenths) %"
  }
}

extension Frame {
  mutating func trainingPage(_ state: State, _ scroll: Scroll) {
    let course = state.training.course
    let title =
      switch (course, course?.end) {
      case (nil, _): "training: what there is to learn from"
      case (_, nil): "training: it runs"
      case (_, .kept): "training: a model was written"
      case (_, .stopped): "training: stopped"
      case (_, .failed): "training: it failed"
      }
    pageTitle(title)
    var scroll = scroll
    let lines = TrainingLines(state).lines
    // The page's length changes while it is looked at.
    scroll.keep(lines: lines.count, rows: Self.pageRows(size))
    let more = pageLines(lines, scroll)
    pageMessage(state)
    let own: [(String, String)] =
      if course == nil {
        state.training.canBegin ? [("Enter", "train")] : []
      } else if state.training.isRunning {
        [("s", "stop, keep the best")]
      } else {
        [("Enter", "anew")]
      }
    pageKeys(own + [("↓ ↑", "scroll\(more)"), ("q", "back")])
  }
}
