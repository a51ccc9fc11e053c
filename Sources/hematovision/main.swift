import ArgumentParser
import Foundation

do {
  var command = try HematoVision.parseAsRoot()
  try command.run()
} catch let failure as Failure {
  StandardError.write(failure.notice)
  exit(failure.exitCode.rawValue)
} catch let code as ExitCode {
  exit(code.rawValue)
} catch {
  let code = HematoVision.exitCode(for: error)
  let text = HematoVision.fullMessage(for: error)
  // Help and version are no errors; what cannot be parsed is usage, and usage is 2 here.
  if code.isSuccess {
    print(text)
    exit(0)
  }
  StandardError.write(text + "\n")
  exit(ExitCode.usage.rawValue)
}
