import Review

extension State {
  /// Places of the pictures that the list and the counts are about: all, or those of one directory.
  var scopeRange: Range<Int> { scope.map { catalogue.range(of: $0) } ?? 0..<images.count }

  /// What the pictures in question add up to.
  var scopeTally: Tally { catalogue.tally(of: scope ?? catalogue.root) }

  /// Lists and counts one directory only, or everything again.
  mutating func narrow(to directory: ImagePath) {
    guard check == nil else {
      message = Message(
        kind: .warning, text: "a check set is being worked through: \(key(.checkSet)) leaves it")
      return
    }
    let (before, chosen) = (scope, image)
    scope = directory == session.directory ? nil : directory
    arrange()
    if rows.count == 0, !filter.isEmpty {
      scope = before
      arrange()
      message = Message(
        kind: .warning, text: "no picture of \(directoryName(directory)) passes the filter")
      return
    }
    // Work goes on where it was, or where the directory is open.
    if image != chosen {
      select((0..<rows.count).first { standing(at: $0).isDisjoint(with: [.complete, .gone]) } ?? 0)
    }
    message = Message(
      kind: .info,
      text: scope == nil
        ? "all \(images.count) pictures are listed and counted"
        : "only \(directoryName(directory)) is listed and counted: \(scopeRange.count) pictures")
  }
}
