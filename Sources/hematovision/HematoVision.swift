import ArgumentParser
import Station

/// The program: `hematovision [review] DIR` and its headless siblings.
struct HematoVision: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hematovision",
    abstract: "Review white blood cells in smear images, from the keyboard, in a terminal.",
    discussion: researchUseNotice,
    version: "\(Application.name) \(Application.version)\n\(researchUseNotice)",
    subcommands: [
      ReviewCommand.self, ClassifyCommand.self, MeasureCommand.self, ExportCommand.self,
      ReplayCommand.self,
      VerifyCommand.self, BackupCommand.self, MergeCommand.self, AgreementCommand.self,
      EvaluateCommand.self, TrainCommand.self, ModelsCommand.self, ExplainCommand.self,
      PreviewCommand.self,
      DoctorCommand.self,
      ThemesCommand.self,
      BenchCommand.self,
    ],
    defaultSubcommand: ReviewCommand.self)

  /// The command that the arguments ask for.
  ///
  /// One that is named first is read by itself: the tree of all commands takes a millisecond. Help, and whatever is
  /// wrong with the arguments, is the whole tree's to say.
  static func asked(by arguments: [String]) throws -> any ParsableCommand {
    let named = configuration.subcommands.first {
      arguments.first != nil && $0.configuration.commandName == arguments.first
    }
    if let named, let read = try? named.parseAsRoot(Array(arguments.dropFirst())),
      type(of: read) == named
    {
      return read
    }
    return try parseAsRoot(arguments)
  }
}

/// What the program calls itself in logs and exports.
enum Application {
  static let name = "hematovision"
  static let version = "0.1.0"
  static var identity: String { "\(name) \(version)" }
}

extension ExitCode {
  /// The command line cannot be understood.
  static let usage = ExitCode(2)
  /// Some images failed; the others are done.
  static let someFailed = ExitCode(1)
  /// The program cannot work: no weights, no log, no terminal.
  static let cannotWork = ExitCode(3)
}
