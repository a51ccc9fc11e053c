import Review

/// In which order the entries of several logs stand in the merged one.
///
/// Each source's own order is kept; between sources, the earlier time comes first. An entry that
/// several sources have comes when it is in turn in all of them. An answer that a signer's log did not
/// hold comes after that signature: it cannot have been signed, so the result is preliminary again.
///
/// Where these wishes contradict each other (two sources that are merged logs themselves, and were
/// interleaved differently) the time decides; each session's order is kept all the same.
struct MergeOrder {
  private let sources: [MergeReader]
  /// Place of every entry in each source; 0 where a source has it not.
  private var places: [String: [Int64]] = [:]
  /// Signatures of each source: the directory and the place.
  private var signatures: [[(directory: ImagePath, place: Int64)]]
  /// Entries that were written before they were in turn in every source.
  private var outOfTurn: Set<String> = []
  /// Entries with the same identifier and another content.
  private(set) var conflicts: [MergeConflict] = []

  /// Reads every source once.
  init(_ sources: [MergeReader]) throws(StoreError) {
    self.sources = sources
    signatures = Array(repeating: [], count: sources.count)
    for (index, source) in sources.enumerated() {
      try source.forEach { (row) throws(StoreError) in try note(row, of: index) }
    }
  }

  private mutating func note(_ row: StoredRow, of index: Int) throws(StoreError) {
    let id = row.entryIdentifier
    var entry = places[id] ?? Array(repeating: 0, count: sources.count)
    if let earlier = entry.firstIndex(where: { $0 > 0 }),
      let other = try sources[earlier].row(at: entry[earlier]), !row.saysTheSame(as: other)
    {
      conflicts.append(
        MergeConflict(
          entry: id, first: .init(file: sources[earlier].file, sequence: other.sequence),
          second: .init(file: sources[index].file, sequence: row.sequence)))
    }
    entry[index] = row.sequence
    places[id] = entry
    if row.kind.elementsEqual(EventKind.signed.rawValue.utf8), let directory = row.directory {
      signatures[index].append((ImagePath(bytes: directory), row.sequence))
    }
  }

  /// The next entry of the merged log, and the first source that has it; nil after the last.
  mutating func next() throws(StoreError) -> (row: StoredRow, source: Int)? {
    var candidates: [StoredRow] = []
    for source in sources {
      while let row = try source.next, outOfTurn.contains(row.entryIdentifier) { source.advance() }
      if let row = try source.next { candidates.append(row) }
    }
    let inTurn = candidates.filter(isInTurn)
    var free: [StoredRow] = []
    for row in inTurn where try isNotHeldBack(row) { free.append(row) }
    // Of equal times the source that was given first: `min` takes the first of equals.
    let chosen = [free, inTurn, candidates].lazy.compactMap { rows in
      rows.min { $0.utcMilliseconds < $1.utcMilliseconds }
    }.first
    guard let row = chosen, let places = places[row.entryIdentifier],
      let first = places.firstIndex(where: { $0 > 0 })
    else { return nil }
    for (source, place) in zip(sources, places) {
      if source.place == place { source.advance() }
      if source.place < place { outOfTurn.insert(row.entryIdentifier) }
    }
    return (row, first)
  }

  /// Whether every source that has the entry, and did not pass it, has it next.
  private func isInTurn(_ row: StoredRow) -> Bool {
    guard let entry = places[row.entryIdentifier] else { return true }
    return sources.indices.allSatisfy { entry[$0] <= sources[$0].place }
  }

  /// False while another source signs, later in its own order, a result that this answer would change
  /// and that was signed without it.
  private func isNotHeldBack(_ row: StoredRow) throws(StoreError) -> Bool {
    guard let directory = row.directory.map({ ImagePath(bytes: $0) }),
      let places = places[row.entryIdentifier]
    else { return true }
    let isSignedWithout = sources.indices.contains { other in
      places[other] == 0
        && signatures[other].contains {
          $0.place >= sources[other].place
            && ($0.directory == directory || directory.relative(to: $0.directory) != directory)
        }
    }
    guard isSignedWithout else { return true }
    return try !row.record(file: "").entry.event.changesResult
  }
}

extension StoredRow {
  var entryIdentifier: String { String(decoding: entryID, as: UTF8.self) }

  /// Whether the row is the same entry by the same person at the same moment; only its place in a
  /// chain may differ.
  func saysTheSame(as other: StoredRow) -> Bool {
    entryID == other.entryID && kind == other.kind && payload == other.payload
      && utcMilliseconds == other.utcMilliseconds && offsetMinutes == other.offsetMinutes
      && session == other.session && reviewer == other.reviewer && host == other.host
      && imagePath == other.imagePath && directory == other.directory
      && imageSHA256 == other.imageSHA256
  }

  /// The same entry as the row after `head`, with the hash that belongs there.
  func following(_ head: LogHead) throws -> StoredRow {
    var row = self
    row.sequence = head.sequence + 1
    row.previousHash = Array(head.hash.utf8)
    row.hash = Array(try ChainHash.hash(of: row).utf8)
    return row
  }
}
