import ArgumentParser
import Review
import Settings
import Store

/// `hematovision backup`: a verified copy of the log, while stations write.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the log as it stands, while stations write into it, and verify the copy.",
    discussion: """
      The copy appears under its name whole and on the disk, or not at all. It is a log itself: --log \
      opens it. Exit status: 0 copied and verified, 2 usage, 3 not copied.
      """)

  @Argument(help: "File to make, on another disk if you can.", completion: .file())
  var copy: String

  @Flag(help: "Replace the file when it exists; a log in use is never replaced.")
  var force = false

  @OptionGroup var log: LogOption

  func run() throws {
    let path = try Opening.configuration(log: log.path).logFile.value
    do {
      let report = try LogBackup.write(path, to: copy, overwrite: force)
      print(Messages.made(copy, report))
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }
}
