import Foundation

/// The output proper; a reader that went away is no error worth a message.
enum StandardOutput {
  static func write(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw Failure(
        Messages.system("the output cannot be written", call: "write", code: errno))
    }
  }
}
