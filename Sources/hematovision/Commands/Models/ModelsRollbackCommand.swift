import Analysis
import ArgumentParser
import Foundation
import Review
import Settings
import Store

/// `hematovision models rollback`: back to the model before the present one.
struct ModelsRollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Use the model before the present one again.")

  @OptionGroup var log: LogOption

  func run() throws {
    var shelf = try ModelShelf()
    let configuration = try Opening.configuration(log: log.path)
    guard let present = shelf.history.last else {
      throw Failure(
        Notice(
          what: "there is nothing to go back to", why: "the shipped model is in use",
          cure: "See hematovision models list"))
    }
    let before = shelf.history.dropLast().last.map { "\(shelf.directory)/\($0.file)" }
    // Opened before anything changes: one cannot go back to what is gone.
    let model = try Opening.modelFile(before ?? configuration.shippedWeights.value)
    do throws(StoreError) {
      let log = try Opening.log(configuration)
      try log.appendAlone(
        .modelChanged(
          ModelChange(
            outcome: .rolledBack, model: model.identity, previous: present.identity)))
      try log.close()
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    try shelf.stepBack()
    print("\(safeForTerminal(model.identity.id)) is used again.")
  }
}
