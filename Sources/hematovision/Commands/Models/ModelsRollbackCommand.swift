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
    let configuration = try Opening.configuration(log: log.path)
    guard var shelf = try? ModelShelf() else { return try leave(configuration) }
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

  /// Back to the shipped model where the list of adopted ones cannot be read: the log tells which was in use.
  private func leave(_ configuration: Configuration) throws {
    let model = try Opening.modelFile(configuration.shippedWeights.value)
    do throws(StoreError) {
      let log = try Opening.log(configuration)
      var previous = model.identity
      _ = try log.forEachRecord { (record) throws(StoreError) in
        if case .modelChanged(let change) = record.entry.event, change.outcome != .refused {
          previous = change.model
        }
      }
      try log.appendAlone(
        .modelChanged(
          ModelChange(outcome: .rolledBack, model: model.identity, previous: previous)))
      try log.close()
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    let shelf = try ModelShelf.emptied()
    print(
      "The list of adopted models could not be read and was put aside in \(safeForTerminal(shelf.directory))."
    )
    print(
      "\(safeForTerminal(model.identity.id)) is used from now on; its forerunners can be adopted again."
    )
  }
}
