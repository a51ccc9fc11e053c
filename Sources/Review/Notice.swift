/// A message to a person: what happened, why, and what to do about it.
public struct Notice: Error, Hashable, Sendable, Codable {
  public let what: String
  public let why: String
  public let cure: String

  /// A notice; no part may be empty.
  public init(what: String, why: String, cure: String) {
    self.what = what
    self.why = why
    self.cure = cure
  }

  /// All of it on one line.
  public var line: String { "\(what): \(why). \(cure)." }
}
