import GRDB
public import Review

extension ReviewLog {
  /// The rules for new models that were set, oldest first.
  public func gatePlans() throws(StoreError) -> [GatePlan] {
    try read { db in
      var plans: [GatePlan] = []
      try forEachRow(db, "WHERE kind = ?", [EventKind.gatePlanned.rawValue]) { record in
        if case .gatePlanned(let plan) = record.entry.event { plans.append(plan) }
      }
      return plans
    }
  }
}
