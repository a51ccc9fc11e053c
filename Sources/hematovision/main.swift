import ArgumentParser
import CAllocation
import Foundation

/// Ends the process without its exit handlers: libraries free buffers in them, and a thread that is still
/// looking for cells would crash on those.
func leave(_ code: Int32) -> Never {
  fflush(nil)
  _exit(code)
}

// A limit on file sizes then fails a write, which is told, instead of ending the program.
signal(SIGXFSZ, SIG_IGN)

// Each picture takes and gives back arrays of megabytes. Kept for the next one, they are not made of fresh
// pages again, which took a tenth of the time of a folder.
hv_keep_freed_memory()

do {
  if let preview = PreviewWish(quickly: CommandLine.arguments) {
    try preview.print()
  } else {
    var command = try HematoVision.asked(by: Array(CommandLine.arguments.dropFirst()))
    try command.run()
  }
  leave(0)
} catch let failure as Failure {
  StandardError.write(failure.notice)
  leave(failure.exitCode.rawValue)
} catch let code as ExitCode {
  leave(code.rawValue)
} catch {
  let code = HematoVision.exitCode(for: error)
  let text = HematoVision.fullMessage(for: error)
  // Help and version are no errors; what cannot be parsed is usage, and usage is 2 here.
  if code.isSuccess {
    print(text)
    leave(0)
  }
  StandardError.write(text + "\n")
  leave(ExitCode.usage.rawValue)
}
