import Review

/// How the statuses of the shipped thresholds fall: what the program would have answered by itself.
public struct Abstention: Hashable, Sendable, Encodable {
  /// Images by the status of their answer.
  public struct Counts: Hashable, Sendable, Encodable {
    public let ok: Int
    public let uncertain: Int
    public let outside: Int
    public let noCell: Int

    init(_ images: [ScoredImage]) {
      func count(_ status: SuggestionStatus) -> Int {
        images.count { $0.answer?.suggestion.status == status }
      }
      (ok, uncertain, outside) = (count(.ok), count(.uncertain), count(.outside))
      noCell = images.count { $0.answer == nil }
    }
  }

  /// Images of the core classes, and of the others.
  public let core: Counts
  public let foreign: Counts
  /// Of the core's images that are `ok`, those with the right class.
  public let okRight: Share
  /// The chosen point of abstention: of all images those that are `ok`, and of these the right ones.
  public let answered: Share
  public let answeredRight: Share

  /// Counts statuses of images whose class the model has.
  init(core: [ScoredImage], foreign: [ScoredImage]) {
    self.core = Counts(core)
    self.foreign = Counts(foreign)
    okRight = Share(
      core.count { $0.answer?.suggestion.status == .ok && $0.isRight }, of: self.core.ok)
    let ok = self.core.ok + self.foreign.ok
    answered = Share(ok, of: core.count + foreign.count)
    // A cell of another class that is called `ok` is a sure wrong answer.
    answeredRight = Share(okRight.hits, of: ok)
  }
}
