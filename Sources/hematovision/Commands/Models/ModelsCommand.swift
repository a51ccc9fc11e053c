import ArgumentParser

/// `hematovision models`: which model is used, and how another one is let in.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models, let a new one in by a rule that was set before, or go back.",
    subcommands: [
      ModelsListCommand.self, ModelsShowCommand.self, ModelsPlanCommand.self,
      ModelsAdoptCommand.self, ModelsRollbackCommand.self,
    ], defaultSubcommand: ModelsListCommand.self)
}
