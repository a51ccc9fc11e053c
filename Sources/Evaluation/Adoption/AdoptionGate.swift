public import Review

/// Judges a new model against the current one by a rule that was said before.
public struct AdoptionGate: Sendable {
  /// A held-out picture of a class that both models have, and who got it right.
  public struct Answered: Hashable, Sendable {
    public let code: String
    public let isRightByCurrent: Bool
    public let isRightByNew: Bool

    /// A picture of the class with this code.
    public init(code: String, isRightByCurrent: Bool, isRightByNew: Bool) {
      self.code = code
      self.isRightByCurrent = isRightByCurrent
      self.isRightByNew = isRightByNew
    }
  }

  public let figures: GateFigures
  /// Why the new model is turned away; empty when it is let in.
  public let reasons: [String]

  public var isPassed: Bool { reasons.isEmpty }

  /// Judges the answers by `plan`; `order` lists the classes' codes as they are to be told.
  public init(_ answers: [Answered], plan: GatePlan, order: [String]) {
    let byClass = Dictionary(grouping: answers, by: \.code)
    let classes = order.compactMap { code -> GateFigures.ClassFigures? in
      guard let own = byClass[code] else { return nil }
      return GateFigures.ClassFigures(
        code: code, images: own.count, current: own.count(where: \.isRightByCurrent),
        new: own.count(where: \.isRightByNew))
    }
    figures = GateFigures(
      classes: classes,
      onlyCurrent: answers.count { $0.isRightByCurrent && !$0.isRightByNew },
      onlyNew: answers.count { $0.isRightByNew && !$0.isRightByCurrent })
    var reasons = classes.compactMap { each -> String? in
      // A margin of 2 points admits 1 of 50: what is computed in binary must not refuse it.
      guard each.change < -plan.marginPoints - 1e-9 else { return nil }
      return "\(each.code): \(each.current) of \(each.images) right falls to \(each.new), by "
        + "\(fixed(-each.change, 1)) points; the margin is \(fixed(plan.marginPoints, 1))"
    }
    let chance = figures.test.secondIsBetter
    // A chance of exactly what is allowed is not below it, and passes: "at least so sure".
    if chance > 1 - plan.confidence + 1e-12 {
      reasons.append(
        "not better overall with \(fixed(100 * plan.confidence, 1)) % confidence: only the new model is right "
          + "\(figures.onlyNew) times, only the current one \(figures.onlyCurrent) times (McNemar's exact "
          + "test, one-sided: p = \(fixed(chance, 4)))")
    }
    self.reasons = reasons
  }

  /// The figures for people, at most 80 columns wide.
  public static func text(_ figures: GateFigures) -> String {
    var table = TextTable()
    table.add(["class", "images", "current", "new", "points"])
    func row(_ name: String, _ images: Int, _ current: Int, _ new: Int) -> [String] {
      let change = images > 0 ? Double(new - current) / Double(images) * 100 : 0
      return [
        name, "\(images)", "\(current)", "\(new)", (change > 0 ? "+" : "") + fixed(change, 1),
      ]
    }
    for each in figures.classes {
      table.add(row(each.code, each.images, each.current, each.new))
    }
    table.add(row("all", figures.images, figures.current, figures.new))
    let test = figures.test
    return
      (table.lines
      + wrapped(
        "Right by the new model alone \(test.onlySecond), by the current one alone \(test.onlyFirst). "
          + "McNemar's exact test: p = \(fixed(test.secondIsBetter, 4)) one-sided, "
          + "\(fixed(test.differ, 4)) two-sided.")).joined(separator: "\n") + "\n"
  }
}
