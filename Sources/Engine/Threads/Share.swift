/// A member's part of work that a team divides evenly, in order.
struct Share: Sendable {
  let member: Int
  let members: Int

  /// This member's items of `count`.
  @inline(__always)
  func of(_ count: Int) -> Range<Int> {
    (count * member / members)..<(count * (member + 1) / members)
  }
}
