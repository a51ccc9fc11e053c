import Review

extension State {
  /// The cell that an error is about, as it stands in the log; nil where it does not, or not yet, and under the
  /// veil of a second review.
  func cell(of error: Misclassification) -> ReviewCell? {
    let review = shownReview(of: error.image)
    guard second == nil, review.sha256 == error.imageSHA256, let box = error.box else { return nil }
    if let id = error.cell, let cell = review.cell(id) { return cell }
    let near = review.cells.compactMap { cell -> (cell: ReviewCell, overlap: Double)? in
      cell.box.map { (cell, $0.intersectionOverUnion(box)) }
    }.max { $0.overlap < $1.overlap }
    return near.flatMap { $0.overlap >= 0.5 ? $0.cell : nil }
  }

  /// What was answered of an error's cell; where the model found none, of the picture or of a cell that somebody
  /// placed in it.
  func decision(on error: Misclassification) -> Decision? {
    if error.box != nil { return cell(of: error)?.decision }
    let review = shownReview(of: error.image)
    guard second == nil, review.sha256 == error.imageSHA256 else { return nil }
    return review.fieldDecision?.decision ?? review.cells.lazy.compactMap(\.decision).first
  }

  /// Whether an error's cell or its picture carries a flag.
  func isFlagged(_ error: Misclassification) -> Bool {
    guard second == nil else { return false }
    let review = shownReview(of: error.image)
    return review.sha256 == error.imageSHA256
      && (cell(of: error)?.remarks.isFlagged ?? review.remarks.isFlagged)
  }

  /// The error that the selected cell of the selected picture is listed for.
  var selectedError: Misclassification? {
    guard let errors, let image, second == nil else { return nil }
    return errors.list.errors.first { error in
      guard error.image == image, imageReview.sha256 ?? error.imageSHA256 == error.imageSHA256
      else { return false }
      if error.box == nil { return true }
      return cell.map { $0.id == self.cell(of: error)?.id } ?? false
    }
  }

  /// Why a command has no sense for a list of errors; nil when it has.
  func errorsReason(_ command: Command) -> String? {
    guard errors != nil else { return nil }
    switch command {
    case .sign, .checkSet, .secondReview:
      return "these pictures are a list of errors, not a slide: open the slide's directory for that"
    default: return nil
    }
  }

  // MARK: In words

  /// What an error is in one line: `labelled Mono, answered Neu, 98.7 % sure`.
  func text(of error: Misclassification) -> String {
    "labelled \(className(of: error.labelled)), "
      + (error.answered.map { "answered \(className(of: $0)), \(sureText(error))" }
        ?? "no white cell was found")
  }

  /// How sure the model was, rounded down: nothing is called surer than it was.
  func sureText(_ error: Misclassification) -> String {
    let tenths = Int(error.confidence * 1000 + 1e-6)
    return "\(tenths / 10).\(tenths % 10) % sure"
  }

  /// What was said of an error since; nil while nothing was.
  func standing(of error: Misclassification) -> String? {
    let flag = isFlagged(error) ? "* flagged" : nil
    return decision(on: error).map { "reviewed \(name(of: $0.label))" + (flag == nil ? "" : " *") }
      ?? flag
  }

  /// The error under the cursor in full, for the status line and the ear.
  var errorSentence: String? {
    guard let errors, let error = errors.current else { return nil }
    let path = error.image.relative(to: session.directory).lossyText
    let parts = [
      "\(errors.cursor + 1) of \(errors.list.errors.count): \(text(of: error))",
      failure(of: error), standing(of: error), path,
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// Why an error's picture cannot be looked at; nil while nothing speaks against it.
  func failure(of error: Misclassification) -> String? {
    let content = thumbnails[request(for: error, side: ErrorLayout(size: size).side)]
    let isGone = catalogue.index(of: error.image).map { catalogue.standings[$0].contains(.gone) }
    if isGone == true || content == .gone {
      return "the file is gone: moved? Evaluate again where the pictures are now"
    }
    return switch content {
    case .changed: "the file holds another picture than the one evaluated: evaluate again"
    case .unreadable: "the file cannot be read"
    default: nil
    }
  }

  func request(for error: Misclassification, side: Int) -> ThumbnailRequest {
    ThumbnailRequest(
      image: error.image, sha256: error.imageSHA256, box: error.box, side: side)
  }
}
