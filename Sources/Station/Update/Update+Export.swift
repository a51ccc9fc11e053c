import Review

extension State {
  /// A name for the table that says whose it is; no directory and no blank in it.
  var exportName: String {
    let stem = slide.slide.map { $0 == "/" || $0.isWhitespace ? "-" : $0 }
    return String(stem) + "-cells.csv"
  }

  mutating func export(to file: String) -> [Effect] {
    guard !file.isEmpty else {
      message = Message(kind: .warning, text: "an export needs a name")
      return []
    }
    message = Message(kind: .info, text: "exporting to \(file)")
    return [.export(directory: session.directory, file: file)]
  }

  /// The table is on the disk; that it was made is recorded.
  mutating func takeExport(to file: ImagePath, format: String, rows: Int) -> [Effect] {
    let effects = enter(.exported(file: file, format: format, rows: rows), message: nil)
    message = Message(
      kind: .saved,
      text: "\(rows) \(rows == 1 ? "answer" : "answers") exported to \(file.lossyText)")
    return effects
  }
}
