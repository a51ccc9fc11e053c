import Engine
import Foundation
import Settings

/// Where files are looked for.
enum Locations {
  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Directories of settings, strongest first: the user's, then the machine's.
  static var settings: [String] {
    let user = xdg("XDG_CONFIG_HOME", else: ".config")
    let machine = (nonEmpty("XDG_CONFIG_DIRS") ?? "/etc/xdg").split(separator: ":")
      .map(String.init).filter { $0.hasPrefix("/") }
    return ([user] + machine).map { "\($0)/hematovision" }
  }

  /// Places of a file of settings, weakest first: each adds to those before it.
  static func settings(_ name: String) -> [String] {
    settings.reversed().map { "\($0)/\(name)" }
  }

  /// The instructions that the engine computes with.
  static func kernels() throws(KernelPathError) -> Setting<KernelPath> {
    let forced = nonEmpty(KernelPath.environmentKey)
    return Setting(
      value: try KernelPath(named: forced),
      origin: forced == nil
        ? .standard("the best of this processor") : .environment(KernelPath.environmentKey))
  }

  /// Directories of themes, the user's own first.
  static var themes: [String] { settings.map { "\($0)/themes" } + shipped("Themes") }

  /// Where diagnostics of libraries go while the screen is up.
  static var diagnostics: String {
    let state = xdg("XDG_STATE_HOME", else: ".local/state")
    return "\(state)/hematovision/stderr.log"
  }

  /// `PREFIX/share/hematovision/NAME` of an installed program, then every directory above the
  /// executable, as in a source checkout (`.build/.../release/hematovision`).
  static func shipped(_ name: String) -> [String] {
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

  private static func absoluteValue(_ variable: String) -> String? {
    nonEmpty(variable).flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// What `HOME` says, as for every other program; Foundation asks the table of users first.
  private static var home: String { absoluteValue("HOME") ?? NSHomeDirectory() }

  /// A directory of the XDG base directory specification, which does not count relative ones; `usual` is its
  /// place below the home directory when the variable says nothing.
  static func xdg(_ variable: String, else usual: String) -> String {
    absoluteValue(variable) ?? "\(home)/\(usual)"
  }

  static func absolute(_ path: String) -> String {
    let isOfHome = path.hasPrefix("~/")
    let path = isOfHome ? "\(home)/\(path.dropFirst(2))" : path
    return URL(fileURLWithPath: path).standardizedFileURL.path
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
