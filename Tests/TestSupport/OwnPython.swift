import Foundation

/// Python with the packages of other makers that tests compare with, as Tools/setup.sh installs them.
public enum OwnPython {
  /// The interpreter in .build/python, else the machine's own.
  public static let path: String = {
    let own = SharedData.repositoryRoot.appendingPathComponent(".build/python/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }()

  /// Whether it can import all of these, which must be modules without side effects.
  public static func has(_ modules: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [path, "-c", "import " + modules.joined(separator: ", ")]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment
      .merging(["KERAS_BACKEND": "jax"]) { $1 }
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
