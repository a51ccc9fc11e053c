import ArgumentParser
import Foundation

/// Ends the process without its exit handlers: OpenBLAS frees its buffers in one, and a thread that
/// is still looking for cells would crash on them.
func leave(_ code: Int32) -> Never {
  fflush(nil)
  _exit(code)
}

// A limit on file sizes then fails a write, which is told, instead of ending the program.
signal(SIGXFSZ, SIG_IGN)

do {
  var command = try HematoVision.parseAsRoot()
  try command.run()
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
