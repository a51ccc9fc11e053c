public import Review

/// The pictures of the opened directory by name, what is known of each, and what they add up to.
///
/// All of it is kept up to date change by change: no key and no frame walks 100,000 reviews.
public struct Catalogue: Equatable, Sendable {
  /// The directory that was opened.
  public let root: ImagePath
  /// Absolute paths in the order of their bytes, so that a directory's pictures stand together.
  public private(set) var images: [ImagePath] = []
  /// One for each of `images`.
  public private(set) var standings: [Standing] = []
  /// For each directory with something to count, `root` among them.
  private var tallies: [ImagePath: Tally] = [:]

  /// A catalogue without a picture.
  init(root: ImagePath) { self.root = root }

  /// What the pictures in a directory and below it add up to.
  public func tally(of directory: ImagePath) -> Tally { tallies[directory] ?? Tally() }

  /// What all pictures add up to.
  public var total: Tally { tally(of: root) }

  /// Place of a picture; nil when it is not listed.
  public func index(of image: ImagePath) -> Int? {
    let place = place(for: image)
    return place < images.count && images[place] == image ? place : nil
  }

  /// Places of the pictures in a directory and below it.
  public func range(of directory: ImagePath) -> Range<Int> {
    // The bytes after "/" in the ASCII order begin with "0": all names below lie between the two.
    let stem = directory.bytes == [UInt8(ascii: "/")] ? [] : directory.bytes
    let first = place(for: ImagePath(bytes: stem + [UInt8(ascii: "/")]))
    return first..<max(first, place(for: ImagePath(bytes: stem + [UInt8(ascii: "0")])))
  }

  /// Where a picture stands, or would stand.
  private func place(for image: ImagePath) -> Int {
    var (low, high) = (0, images.count)
    while low < high {
      let middle = (low + high) / 2
      if images[middle] < image { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Changing

  /// Takes the listing of the directory, with what a log read before says of its pictures.
  mutating func list(_ paths: [ImagePath], _ review: ReviewState) {
    images = zip(paths, paths.dropFirst()).allSatisfy(<) ? paths : Set(paths).sorted()
    standings = Array(repeating: [], count: images.count)
    tallies = [:]
    for path in review.knownPaths {
      guard let index = index(of: path) else { continue }
      take(review[path], at: index, by: 1)
    }
  }

  /// Takes new pictures in; those that are there already stay as they are. Returns the places of the
  /// new ones.
  mutating func insert(_ paths: [ImagePath], _ review: ReviewState) -> [Int] {
    let new = Set(paths).filter { index(of: $0) == nil }.sorted()
    guard !new.isEmpty else { return [] }
    var merged: [ImagePath] = []
    var mergedStandings: [Standing] = []
    merged.reserveCapacity(images.count + new.count)
    mergedStandings.reserveCapacity(images.count + new.count)
    var start = 0
    for path in new {
      let end = place(for: path)
      merged.append(contentsOf: images[start..<end])
      merged.append(path)
      mergedStandings.append(contentsOf: standings[start..<end])
      mergedStandings.append([])
      start = end
    }
    images = merged + images[start...]
    standings = mergedStandings + standings[start...]
    let places = new.compactMap { index(of: $0) }
    for place in places { take(review[images[place]], at: place, by: 1) }
    return places
  }

  /// Marks a picture whose file went away, or came back.
  mutating func setGone(_ isGone: Bool, _ image: ImagePath) {
    guard let index = index(of: image), standings[index].contains(.gone) != isGone else { return }
    if isGone { standings[index].insert(.gone) } else { standings[index].remove(.gone) }
    count(.gone, .none, of: image, by: isGone ? 1 : -1)
  }

  /// Takes the change of a picture's review from `old` to `new`.
  mutating func change(_ image: ImagePath, from old: ImageReview, to new: ImageReview) {
    guard let index = index(of: image) else { return }
    take(old, at: index, by: -1)
    take(new, at: index, by: 1)
  }

  private mutating func take(_ review: ImageReview, at index: Int, by step: Int) {
    let standing = Standing(review)
    if step > 0 { standings[index] = standings[index].intersection(.gone).union(standing) }
    count(standing, PictureLabels(review), of: images[index], by: step)
  }

  /// Counts in the picture's directory and all that this one lies in, up to the opened one.
  private mutating func count(
    _ standing: Standing, _ labels: PictureLabels, of image: ImagePath, by step: Int
  ) {
    guard !standing.isEmpty || !labels.all.isEmpty || labels.unsettled > 0 else { return }
    var directory = image.directory
    while directory.bytes.count > root.bytes.count {
      tallies[directory, default: Tally()].count(standing, labels, by: step)
      directory = directory.directory
    }
    tallies[root, default: Tally()].count(standing, labels, by: step)
  }
}
