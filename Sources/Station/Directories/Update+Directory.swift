import Review

extension State {
  /// The first pictures by name, while the others are still being sorted.
  mutating func takeFirstOfListing(_ paths: [ImagePath]) {
    guard listing != .done else { return }
    changeList {
      $0.catalogue.list(paths, $0.review)
      $0.rows = Rows(all: $0.catalogue.images.count)
    }
  }

  /// Pictures are there that were not, or were written anew.
  mutating func takeAppeared(_ paths: [ImagePath]) -> [Effect] {
    let new = paths.filter { catalogue.index(of: $0) == nil }
    let old = paths.filter { catalogue.index(of: $0) != nil }
    if let image, isGone, old.contains(image) {
      message = Message(kind: .info, text: "\(shortName(image)) is there again")
    }
    changeList {
      let places = $0.catalogue.insert(new, $0.review)
      let state = $0
      $0.rows.insert(places) {
        state.check == nil && state.scopeRange.contains($0)
          && state.matches(state.filter, state.images[$0])
      }
      for path in old { $0.catalogue.setGone(false, path) }
    }
    if !new.isEmpty { tellAside(count(new, "new")) }
    // What is reviewed may now be another picture: its content tells.
    let reviewed = old.filter { review[$0].sha256 != nil }
    var effects: [Effect] = reviewed.isEmpty ? [] : [.readContent(reviewed)]
    if let image, old.contains(image), let wanted = wantedPicture {
      requested = wanted
      effects.append(.draw(wanted))
    }
    return effects
  }

  /// Files went away. Their rows and answers stay; nothing moves under the technician's hands.
  mutating func takeVanished(_ paths: [ImagePath]) {
    let gone = paths.filter { catalogue.index(of: $0) != nil }
    for path in gone { catalogue.setGone(true, path) }
    if let image, gone.contains(image) {
      message = Message(
        kind: .warning, text: "\(shortName(image)) is gone from the disk: its answers stay")
    } else if !gone.isEmpty {
      tellAside(count(gone, "gone"))
    }
  }

  /// A picture turned out to hold this content: from now on that content's review counts.
  mutating func see(_ sha256: String, in path: ImagePath) {
    guard let known = review[path].sha256, known != sha256 else { return }
    changeReview(of: path) { $0.see(sha256, in: path) }
    twins.isStale = true
    let text = "\(shortName(path)) holds another picture now: the old one's answers stay in the log"
    guard path == image else { return tellAside(text) }
    takeUpPicture()
    message = Message(kind: .warning, text: text)
  }

  /// Changes the list while selection and first row stay on their pictures.
  mutating func changeList(_ change: (inout State) -> Void) {
    let chosen = image
    let top = (0..<rows.count).contains(listTop) ? picture(at: listTop) : nil
    change(&self)
    selected = chosen.flatMap { row(of: $0) } ?? 0
    listTop = top.flatMap { row(of: $0) } ?? 0
    refreshTree()
  }

  /// Says what happened by itself, unless something else is being said.
  private mutating func tellAside(_ text: String) {
    if message == nil { message = Message(kind: .info, text: text) }
  }

  private func count(_ paths: [ImagePath], _ what: String) -> String {
    let name = paths.first.map { shortName($0) } ?? ""
    return paths.count == 1 ? "\(name) is \(what)" : "\(paths.count) pictures are \(what): \(name)…"
  }
}
