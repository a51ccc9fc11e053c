import Engine
import Foundation

/// A value and where it came from, for `doctor`.
struct Setting<Value: Sendable>: Sendable {
  let value: Value
  let origin: String
}

/// Where files are looked for; flags before the environment before the usual places.
enum Locations {
  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The file of the review log.
  static func log(flag: String?) -> Setting<String> {
    if let flag { return Setting(value: absolute(flag), origin: "--log") }
    if let path = nonEmpty("HEMATOVISION_LOG") {
      return Setting(value: absolute(path), origin: "HEMATOVISION_LOG")
    }
    if let data = nonEmpty("XDG_DATA_HOME"), data.hasPrefix("/") {
      return Setting(
        value: "\(data)/hematovision/review.sqlite", origin: "default below XDG_DATA_HOME")
    }
    return Setting(
      value: "\(NSHomeDirectory())/.local/share/hematovision/review.sqlite", origin: "default")
  }

  /// Who reviews.
  static func reviewer(flag: String?) -> Setting<String> {
    if let flag { return Setting(value: flag, origin: "--reviewer") }
    if let name = nonEmpty("HEMATOVISION_REVIEWER") {
      return Setting(value: name, origin: "HEMATOVISION_REVIEWER")
    }
    let login = NSUserName()
    return Setting(value: login.isEmpty ? "unknown" : login, origin: "login name")
  }

  /// The name of the theme.
  static func theme(flag: String?) -> Setting<String> {
    if let flag { return Setting(value: flag, origin: "--theme") }
    if let name = nonEmpty("HEMATOVISION_THEME") {
      return Setting(value: name, origin: "HEMATOVISION_THEME")
    }
    return Setting(value: "dark", origin: "default")
  }

  /// The instructions that the engine computes with.
  static func kernels() throws(KernelPathError) -> Setting<KernelPath> {
    let forced = nonEmpty(KernelPath.environmentKey)
    return Setting(
      value: try KernelPath(named: forced),
      origin: forced == nil ? "the best of this processor" : KernelPath.environmentKey)
  }

  /// The weights file.
  static func model(flag: String?) -> Setting<String> {
    if let flag { return Setting(value: absolute(flag), origin: "--model") }
    if let path = nonEmpty("HEMATOVISION_MODEL") {
      return Setting(value: absolute(path), origin: "HEMATOVISION_MODEL")
    }
    let name = "mobilenetv2-8.safetensors"
    for directory in shipped("Weights") {
      let path = "\(directory)/\(name)"
      if FileManager.default.fileExists(atPath: path) {
        return Setting(value: path, origin: "shipped with the program")
      }
    }
    return Setting(value: "\(shipped("Weights")[0])/\(name)", origin: "default, not found")
  }

  /// Directories of themes, the user's own first.
  static var themes: [String] {
    let config =
      nonEmpty("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(NSHomeDirectory())/.config"
    return ["\(config)/hematovision/themes"] + shipped("Themes")
  }

  /// Where diagnostics of libraries go while the screen is up.
  static var diagnostics: String {
    let state =
      nonEmpty("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(NSHomeDirectory())/.local/state"
    return "\(state)/hematovision/stderr.log"
  }

  /// `PREFIX/share/hematovision/NAME` of an installed program, then every directory above the
  /// executable, as in a source checkout (`.build/.../release/hematovision`).
  private static func shipped(_ name: String) -> [String] {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .map { URL(fileURLWithPath: $0) }
    guard var directory = executable?.deletingLastPathComponent() else { return [name] }
    var places = [
      directory.deletingLastPathComponent().appendingPathComponent("share/hematovision/\(name)")
        .path
    ]
    while directory.path != "/" {
      places.append(directory.appendingPathComponent(name).path)
      directory.deleteLastPathComponent()
    }
    return places
  }

  private static func nonEmpty(_ variable: String) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

/// Facts of this machine and moment that entries carry.
enum Here {
  static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A name for this run that no other run has: time, process, and chance.
  static func newSessionID() -> String {
    let seconds = Int(Date().timeIntervalSince1970)
    return
      "\(String(seconds, radix: 36))-\(String(getpid(), radix: 36))-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
  }
}
