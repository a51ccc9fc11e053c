import Curses
import Foundation
import Review
import Screen
import Station

/// How a training goes, on the standard error: a small block that is drawn anew where that is a terminal, else a
/// plain line a step and every tenth epoch. Ctrl-C ends the epochs and keeps the best.
final class ShownTraining {
  private let isTerminal = isatty(2) == 1
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var course: TrainingCourse
  /// Lines of the block that stands on the terminal.
  private var drawn = 0
  private var lastDrawn = Int.min / 2
  /// Once there is something to keep; before that Ctrl-C ends the program as usual.
  private var interruption: Interruption?

  /// Milliseconds between two drawings of the block.
  private static let pace = 100

  /// Follows a training to its end; the block is cleared away then: the report has the curves too.
  static func run<Value>(_ training: (TrainingFollower) throws -> Value) throws -> Value {
    let shown = ShownTraining()
    defer { shown.erase() }
    return try training(
      TrainingFollower(
        take: { shown.take($0) }, note: { shown.note($0) },
        goesOn: { shown.interruption?.isRequested != true }))
  }

  private init() {
    start = clock.now
    course = TrainingCourse(at: 0)
  }

  private var now: Int { Int((clock.now - start) / .milliseconds(1)) }

  private func take(_ progress: TrainingProgress) {
    let before = course.total == 0 ? nil : course.step
    course.take(progress, at: now)
    if case .fitting = progress { interruption = Interruption() }
    if isTerminal {
      draw()
    } else if course.step != before || isTenth(progress) {
      StandardError.write("\(course.plainLine)\n")
    }
  }

  private func isTenth(_ progress: TrainingProgress) -> Bool {
    if case .epoch(let epoch, _) = progress { epoch.number.isMultiple(of: 10) } else { false }
  }

  private func note(_ line: String) {
    erase()
    StandardError.write("\(safeForTerminal(line))\n")
  }

  private func draw() {
    let now = now
    guard now - lastDrawn >= Self.pace || course.done == course.total else { return }
    lastDrawn = now
    var size = winsize()
    let isKnown = ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let columns = isKnown ? min(Int(size.ws_col) - 1, 100) : 79
    let rows = isKnown ? min(Int(size.ws_row) - 1, 18) : 18
    guard columns >= 40, rows >= 3 else { return }
    let room = Size(columns: columns, rows: rows - 1)
    let stop = interruption == nil ? [] : ["Ctrl-C stops and keeps the best so far"]
    let lines = (course.lines(in: room, at: now, symbols: .braille) + stop).prefix(rows)
    erase()
    StandardError.write(lines.map { "\(Self.printable($0))\n" }.joined())
    drawn = lines.count
  }

  private func erase() {
    guard drawn > 0 else { return }
    // Up to the block's first line, and away with everything below.
    StandardError.write("\u{1B}[\(drawn)A\r\u{1B}[J")
    drawn = 0
  }

  /// A line as this terminal can show it.
  private static func printable(_ line: String) -> String {
    GlyphSet.ofLocale == .unicode ? line : AsciiText.replacing(line)
  }
}
