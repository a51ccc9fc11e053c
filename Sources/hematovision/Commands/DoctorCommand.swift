import Analysis
import ArgumentParser
import Curses
import Engine
import Foundation
import Review
import Screen
import Settings
import Station
import Store

/// `hematovision doctor`: what this machine and this configuration give.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show terminal, weights, engine, log and themes, and where each setting came from.")

  @OptionGroup var log: LogOption
  @OptionGroup var model: ModelOption
  @Option(help: "Colour theme.") var theme: String?

  func run() throws {
    var problems = 0
    func line(_ name: String, _ text: String) {
      print("\(name.padding(toLength: 12, withPad: " ", startingAt: 0))\(safeForTerminal(text))")
    }
    func problem(_ name: String, _ notice: Notice) {
      problems += 1
      line(name, "PROBLEM: \(notice.line)")
    }
    line("program", "\(Application.identity). \(researchUseNotice)")
    let configuration = settings(line, problem)
    terminal(line)
    weights(configuration, line, problem)
    engine(line, problem)
    reviewLog(configuration, line, problem)
    let reviewer = configuration.reviewerName
    line("reviewer", "\(reviewer.value) (\(reviewer.origin))")
    keys(configuration, line, problem)
    themes(configuration, line, problem)
    if problems > 0 { throw ExitCode.cannotWork }
  }

  /// Files of settings; where one cannot be used, the rest is looked at with the defaults.
  private func settings(
    _ line: (String, String) -> Void, _ problem: (String, Notice) -> Void
  ) -> Configuration {
    line("settings", Locations.settings.joined(separator: ", "))
    var configuration = Configuration()
    do {
      configuration = try Opening.readConfiguration()
    } catch {
      problem("", Messages.notice(for: error))
    }
    configuration.flag(\.log, log.path)
    configuration.flag(\.model, model.path)
    configuration.flag(\.theme, theme)
    return configuration
  }

  private func terminal(_ line: (String, String) -> Void) {
    let environment = Locations.environment
    let term = environment["TERM"] ?? "(not set)"
    line("terminal", "TERM=\(term) COLORTERM=\(environment["COLORTERM"] ?? "")")
    if isatty(0) == 1, isatty(1) == 1, let terminal = try? Terminal(environment: environment) {
      let (entry, depth, size) = (terminal.entry, terminal.depth.name, terminal.size)
      let glyphs = terminal.glyphs == .unicode ? "UTF-8" : "not UTF-8: pictures in blanks"
      terminal.restore()
      line("", "uses \(entry), \(depth), \(glyphs), \(size.columns) x \(size.rows)")
    } else {
      line("", "standard input or output is no terminal: the station cannot open here")
    }
  }

  private func weights(
    _ configuration: Configuration, _ line: (String, String) -> Void,
    _ problem: (String, Notice) -> Void
  ) {
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let place = try configuration.weightsFile
      line("weights", "\(place.value) (\(place.origin))")
      let model = try Opening.model(
        configuration, kernels: (try? Locations.kernels().value) ?? .best)
      let milliseconds = Int(((clock.now - start) / .milliseconds(1)).rounded())
      line("", "\(model.identity.id), SHA-256 \(model.identity.sha256)")
      line("", "classes \(model.header.classes.map(\.code).joined(separator: " "))")
      line("", "opened and ready in \(milliseconds) ms")
    } catch let failure as Failure {
      problem("weights", failure.notice)
    } catch {
      problem(
        "weights", Notice(what: "the weights", why: "\(error)", cure: "Name others by --model"))
    }
  }

  private func engine(_ line: (String, String) -> Void, _ problem: (String, Notice) -> Void) {
    var path = KernelPath.best
    do {
      let kernels = try Locations.kernels()
      path = kernels.value
      line("engine", "kernels \(path.rawValue) (\(kernels.origin))")
    } catch {
      problem("engine", Messages.notice(for: error))
    }
    let engine = EngineInfo(path: path)
    let supported = engine.supported.map(\.rawValue).joined(separator: ", ")
    let cores = ProcessInfo.processInfo.activeProcessorCount
    line("", "this machine has \(supported); \(cores) cores")
    line(
      "BLAS",
      engine.blasConfiguration.isEmpty
        ? "OpenBLAS is not installed" : "\(engine.blasConfiguration), core \(engine.blasCore)")
    line("", path == .portable ? "computes the products" : "computes nothing on this path")
  }

  private func reviewLog(
    _ configuration: Configuration, _ line: (String, String) -> Void,
    _ problem: (String, Notice) -> Void
  ) {
    let place = configuration.logFile
    line("log", "\(place.value) (\(place.origin))")
    guard FileManager.default.fileExists(atPath: place.value) else {
      line("", "not there yet: the first review makes it")
      return
    }
    do {
      let report = try LogVerifier.verify(place.value)
      line(
        "",
        "\(report.recordCount.counted("record")), \(report.isIntact ? "whole" : "NOT WHOLE: run verify")"
      )
    } catch {
      problem("", Messages.notice(for: error))
    }
  }

  private func keys(
    _ configuration: Configuration, _ line: (String, String) -> Void,
    _ problem: (String, Notice) -> Void
  ) {
    let model = (try? Opening.model(configuration))?.header.classes ?? []
    do {
      let desk = try Opening.readDesk(model: model)
      let changed = desk.keymap.origins.count
      line("keys", changed == 0 ? "all as they come" : "\(changed) actions have other keys")
      line("", "own classes \(desk.own.entries.map(\.cellClass.code).joined(separator: " "))")
    } catch {
      problem("keys", Messages.notice(for: error))
    }
  }

  private func themes(
    _ configuration: Configuration, _ line: (String, String) -> Void,
    _ problem: (String, Notice) -> Void
  ) {
    let name = configuration.theme
    line("theme", "\(name.value) (\(name.origin))")
    line("", "available: \(ThemeLibrary.names(in: Locations.themes).joined(separator: ", "))")
    do {
      let loaded = try ThemeLibrary.find(name.value, in: Locations.themes)
      for file in loaded.files { line("", file) }
      let findings = loaded.findings
      if let first = findings.first {
        problem(
          "",
          Notice(
            what: "the theme is hard to read", why: Messages.line(for: first),
            cure: "hematovision themes \(name.value) shows all \(findings.count)"))
      }
    } catch {
      problem("", Messages.notice(for: error))
    }
  }
}
