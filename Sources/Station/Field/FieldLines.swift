import Review
import Screen

/// What is measured of a picture, line by line.
struct FieldLines {
  let lines: [PageLine]

  init(_ page: FieldPage, _ state: State) {
    switch page.answer {
    case nil: lines = [PageLine("measuring", .muted)]
    case .failed(let notice):
      lines = [PageLine("\(notice.what): \(notice.why)", .statusError), PageLine(notice.cure)]
    case .found(let field):
      let sentences = FieldSentences(scale: state.session.pictures.micrometresPerPixel)
      let width = max(20, state.size.columns - 4)
      func wrapped(_ lines: [FieldSentences.Line]) -> [PageLine] {
        lines.flatMap { line in
          wrap(line.text, width: width).map {
            PageLine($0, line.isWarning ? .statusWarning : .text)
          }
        }
      }
      var lines = wrapped(sentences.quality(field.quality)) + [PageLine("")]
      lines += Self.whiteCells(field, sentences, state).flatMap { line in
        wrap(line.text, width: width).map { PageLine($0, line.role) }
      }
      lines += [PageLine(""), PageLine("RED CELLS", .heading)]
      lines += wrapped(
        sentences.redCells(field.redCellFigures, platelets: field.platelets.count))
      lines += Self.histogram(field.redCellFigures.diameters, state, width: width)
      if let together = page.together {
        lines += [
          PageLine(""),
          PageLine("\(together.fields) FIELDS OF THIS SESSION THAT SUIT MEASUREMENT", .heading),
        ]
        lines += wrapped(sentences.redCells(together.figures, platelets: together.platelets))
        lines += Self.histogram(together.figures.diameters, state, width: width)
      }
      self.lines = lines
    }
  }

  private static func whiteCells(
    _ field: FieldSummary, _ sentences: FieldSentences, _ state: State
  ) -> [PageLine] {
    let heading = PageLine("WHITE CELLS \(field.whiteCells.count)", .heading)
    guard !field.whiteCells.isEmpty else { return [heading] }
    guard state.showsWhiteCellMeasures else {
      return [
        heading, PageLine("withheld while answers are wanted without suggestions", .muted),
      ]
    }
    return [heading]
      + field.whiteCells.enumerated().map { place, cell in
        PageLine("\(place + 1). \(sentences.whiteCell(cell.measures))")
      }
  }

  /// The diameters as bars of blocks, a line a class.
  private static func histogram(
    _ diameters: [Double], _ state: State, width: Int
  ) -> [PageLine] {
    let scale = state.session.pictures.micrometresPerPixel
    guard let histogram = SizeHistogram(diameters.map { $0 * (scale ?? 1) }),
      let most = histogram.counts.max(), diameters.count > 1
    else { return [] }
    let unit = scale == nil ? "px" : "µm"
    let bounds = histogram.counts.indices.map { place in
      let low = histogram.start + Double(place) * histogram.width
      return histogram.width < 1
        ? "\(low.tenths)-\((low + histogram.width).tenths)"
        : "\(Int(low.rounded()))-\(Int((low + histogram.width).rounded()))"
    }
    let name = bounds.map(\.count).max() ?? 0
    let room = max(8, min(60, width - name - 8))
    return [PageLine("diameters of whole cells, \(unit)", .muted)]
      + zip(bounds, histogram.counts).map { bound, count in
        let bar = String(repeating: "█", count: (count * room + most - 1) / most)
        return PageLine(
          String(repeating: " ", count: name - bound.count) + "\(bound) \(bar) \(count)")
      }
  }
}
