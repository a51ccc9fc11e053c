import Review

extension State {
  /// A name for the file that says whose it is; no directory and no blank in it.
  var exportName: String {
    let stem = slide.slide.map { $0 == "/" || $0.isWhitespace ? "-" : $0 }
    return String(stem) + "-cells.csv"
  }

  mutating func export(to file: String) -> [Effect] {
    guard !file.isEmpty else {
      message = Message(kind: .warning, text: "an export needs a name")
      return []
    }
    exportWished = file
    message = Message(kind: .info, text: "exporting to \(file)")
    return [.export(directory: session.directory, file: file)]
  }

  /// Nothing was written; the name that was typed is offered again, to be changed.
  mutating func takeExportFailure(_ notice: Notice) {
    guard mode == .desk, let exportWished else {
      message = Message(kind: .error, text: notice.line)
      return
    }
    mode = .entry(TextEntry(purpose: .exportFile, text: exportWished))
    message = Message(kind: .warning, text: notice.line)
  }

  /// The file is on the disk; that it was made is recorded.
  mutating func takeExport(to file: ImagePath, format: String, rows: Int) -> [Effect] {
    let effects = enter(.exported(file: file, format: format, rows: rows), message: nil)
    let what =
      switch format {
      case "csv", "jsonl": "\(rows) \(rows == 1 ? "answer" : "answers") exported"
      case "differential": "the differential exported"
      case "fhir": "the result exported as FHIR"
      case "hl7": "the result exported as HL7"
      default: "the \(format) exported"
      }
    message = Message(kind: .saved, text: "\(what) to \(file.lossyText)")
    return effects
  }
}
