import ArgumentParser
import Foundation
import Review

/// Why the program ends without having done its work.
struct Failure: Error {
  let notice: Notice
  let exitCode: ExitCode

  init(_ notice: Notice, exitCode: ExitCode = .cannotWork) {
    self.notice = notice
    self.exitCode = exitCode
  }
}

/// Messages for people, beside the output proper.
enum StandardError {
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// A notice on two lines; the names in it command no terminal.
  static func write(_ notice: Notice) {
    let (what, why, cure) = (
      safeForTerminal(notice.what), safeForTerminal(notice.why), safeForTerminal(notice.cure)
    )
    write("hematovision: \(what): \(why).\n  \(cure).\n")
  }
}
