import Glibc
public import Review

/// The pictures below a directory, and what becomes of them while the program runs.
///
/// On a local disk the kernel tells (inotify) and nothing runs until it does. Where it cannot tell, on a
/// network share or when its watches are used up, the directories' times are looked at now and then.
public final class DirectoryWatch {
  /// Something that happened since the listing.
  public enum Change: Equatable, Sendable {
    /// Pictures are new, or hold other content than before; each is written to its end.
    case appeared([ImagePath])
    case vanished([ImagePath])
    /// The kernel watches no more directories for this user: from now on they are looked at instead.
    case watchesUsedUp
  }

  private let root: ImagePath
  private let only: ImagePath?
  private let isOnNetwork: Bool
  /// Nil where directories are looked at instead.
  private var inotify: Inotify?
  private var watched: [Int32: ImagePath] = [:]
  /// When each directory last changed, where directories are looked at.
  private var stamps: [ImagePath: FileStamp?] = [:]
  private var known: Set<ImagePath> = []
  /// New files that may still be written: each is taken once it looked the same twice.
  private var settling: [ImagePath: (stamp: FileStamp?, since: Int)] = [:]
  private var areWatchesUsedUp = false
  private var isUsedUpTold = false
  private var isRootLost = false
  /// A new directory's files and a share's are looked at this often, in milliseconds.
  private var interval: Int32 = 2_000

  /// Watches the pictures below `root`, or one picture in it when `only` names it.
  public init(_ root: ImagePath, only: ImagePath? = nil, isOnNetwork: Bool = false) {
    self.root = root
    self.only = only
    self.isOnNetwork = isOnNetwork
  }

  /// Reads the directory: its pictures in the order of their names.
  ///
  /// `early` gets the first `count` of them before all are sorted.
  public func list(
    first count: Int = 0, early: ([ImagePath]) -> Void = { _ in }
  ) throws(DirectoryError) -> [ImagePath] {
    var found = try read()
    if count > 0, found.count > count { early(DirectoryScan.first(count, of: found)) }
    found.sort()
    known = Set(found)
    return found
  }

  /// Waits for what happens next, at most for so many milliseconds; without end when negative.
  public func next(waiting milliseconds: Int32 = -1) -> [Change] {
    var changes = Changes()
    if areWatchesUsedUp, !isUsedUpTold {
      isUsedUpTold = true
      inotify = nil
      rescan(&changes)
      return [.watchesUsedUp] + changes.all
    }
    if let inotify {
      let isSettling = !settling.isEmpty
      var source = pollfd(fd: inotify.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&source, 1, isSettling ? shorter(Self.settled, milliseconds) : milliseconds) > 0 {
        for note in inotify.read() { take(note, &changes) }
        // A copy of many files costs a few frames of the screen, not one for each.
        poll(nil, 0, 20)
        for note in self.inotify?.read() ?? [] { take(note, &changes) }
      }
      if isSettling { settle(&changes) }
    } else {
      poll(nil, 0, shorter(interval, milliseconds))
      look(&changes)
    }
    return changes.all
  }

  private func shorter(_ time: Int32, _ limit: Int32) -> Int32 {
    limit < 0 ? time : min(time, limit)
  }

  // MARK: Reading

  /// All pictures, in no order; each directory is watched before it is read, so nothing slips through.
  private func read() throws(DirectoryError) -> [ImagePath] {
    if !isOnNetwork, !areWatchesUsedUp, inotify == nil {
      inotify = Inotify()
      areWatchesUsedUp = inotify == nil
    }
    watched = [:]
    stamps = [:]
    isRootLost = false
    if let only {
      enter(root)
      return [only]
    }
    var found: [ImagePath] = []
    try DirectoryScan.walk(root, enter: enter, picture: { found.append($0) })
    return found
  }

  private func enter(_ directory: ImagePath) {
    guard let inotify, !areWatchesUsedUp else {
      stamps[directory] = FileStamp(of: directory)
      return
    }
    if let watch = inotify.watch(directory) {
      watched[watch] = directory
    } else if errno == ENOSPC {
      areWatchesUsedUp = true
    }
  }

  /// Reads everything anew and tells the differences.
  private func rescan(_ changes: inout Changes) {
    guard let found = try? read() else {
      isRootLost = true
      vanish(known, &changes)
      return
    }
    let all = Set(found)
    vanish(known.subtracting(all), &changes)
    for path in all.subtracting(known) { consider(path, &changes) }
  }

  // MARK: Notes of the kernel

  private func take(_ note: Inotify.Note, _ changes: inout Changes) {
    if note.has(IN_Q_OVERFLOW) { return rescan(&changes) }
    guard let directory = watched[note.watch] else { return }
    if note.has(IN_IGNORED) {
      watched[note.watch] = nil
      return
    }
    if note.has(IN_DELETE_SELF, IN_MOVE_SELF, IN_UNMOUNT) {
      // The directory above tells of the others.
      if directory == root { lose(&changes) }
      return
    }
    guard let first = note.name.first, first != UInt8(ascii: ".") else { return }
    let path = directory.appending(ImagePath(bytes: note.name))
    if note.has(IN_ISDIR) {
      guard only == nil else { return }
      if note.has(IN_CREATE, IN_MOVED_TO) { enterNew(path, &changes) }
      if note.has(IN_DELETE, IN_MOVED_FROM) { leave(path, &changes) }
      return
    }
    guard note.name.withUnsafeBytes(DirectoryScan.hasPictureName), only == nil || path == only
    else { return }
    if note.has(IN_CLOSE_WRITE, IN_MOVED_TO) {
      // An empty new file is a name that was made before its content is written.
      if known.contains(path) || FileStamp(of: path)?.isEmpty == false { appear(path, &changes) }
    } else if note.has(IN_CREATE) {
      // A file is whole once it was closed; a link is never opened for writing.
      if FileStamp(of: path)?.isLink == true { appear(path, &changes) }
    } else if note.has(IN_DELETE, IN_MOVED_FROM) {
      vanish([path], &changes)
    }
  }

  /// A directory came with what it holds, which may have been written before it was watched.
  private func enterNew(_ directory: ImagePath, _ changes: inout Changes) {
    var found: [ImagePath] = []
    try? DirectoryScan.walk(directory, enter: enter, picture: { found.append($0) })
    for path in found where !known.contains(path) { consider(path, &changes) }
  }

  private func leave(_ directory: ImagePath, _ changes: inout Changes) {
    for (watch, path) in watched where path == directory || path.lies(below: directory) {
      // Moved away it would go on telling under its old name.
      inotify?.unwatch(watch)
      watched[watch] = nil
    }
    vanish(known.filter { $0.lies(below: directory) }, &changes)
  }

  private func lose(_ changes: inout Changes) {
    isRootLost = true
    inotify = nil
    watched = [:]
    vanish(known, &changes)
  }

  // MARK: Looking

  /// Reads again when a directory changed, and takes what has settled.
  private func look(_ changes: inout Changes) {
    let start = Self.now
    settle(&changes)
    if isRootLost {
      if DirectoryScan.isDirectory(root) { rescan(&changes) }
    } else if stamps.contains(where: { FileStamp(of: $0.key) != $0.value }) {
      rescan(&changes)
    }
    // A share with many directories is asked less often: at most one part in fifty of the time.
    interval = Int32(clamping: max(2_000, (Self.now - start) * 50))
  }

  /// Takes a picture at once when it is surely whole, else when it looked the same twice.
  private func consider(_ path: ImagePath, _ changes: inout Changes) {
    guard let stamp = FileStamp(of: path) else { return }
    // The clock of a share's server may be another one.
    if !isOnNetwork, stamp.isLink || stamp.isSettled {
      appear(path, &changes)
    } else if settling[path] == nil {
      settling[path] = (stamp, Self.now)
    }
  }

  private func settle(_ changes: inout Changes) {
    let now = Self.now
    for (path, seen) in settling.sorted(by: { $0.key < $1.key })
    where now - seen.since >= Self.settled {
      let stamp = FileStamp(of: path)
      if stamp == nil {
        settling[path] = nil
      } else if stamp == seen.stamp {
        appear(path, &changes)
      } else {
        settling[path] = (stamp, now)
      }
    }
  }

  /// A file that looked the same for so many milliseconds is whole.
  private static let settled: Int32 = 1_000

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  // MARK: Telling

  private func appear(_ path: ImagePath, _ changes: inout Changes) {
    settling[path] = nil
    known.insert(path)
    changes.appear(path)
  }

  private func vanish(_ paths: Set<ImagePath>, _ changes: inout Changes) {
    for path in paths.sorted() {
      settling[path] = nil
      if known.remove(path) != nil { changes.vanish(path) }
    }
  }
}

/// Changes in their order, those of a kind that follow one another taken together.
private struct Changes {
  private var done: [DirectoryWatch.Change] = []
  private var paths: [ImagePath] = []
  private var areNew = false

  var all: [DirectoryWatch.Change] {
    paths.isEmpty ? done : done + [areNew ? .appeared(paths) : .vanished(paths)]
  }

  mutating func appear(_ path: ImagePath) { add(path, isNew: true) }

  mutating func vanish(_ path: ImagePath) { add(path, isNew: false) }

  private mutating func add(_ path: ImagePath, isNew: Bool) {
    if isNew != areNew, !paths.isEmpty {
      done = all
      paths = []
    }
    areNew = isNew
    // Written twice in a moment is told once.
    if paths.last != path { paths.append(path) }
  }
}

extension ImagePath {
  /// Whether the path lies in a directory or below it.
  fileprivate func lies(below directory: ImagePath) -> Bool {
    bytes.count > directory.bytes.count + 1 && bytes.starts(with: directory.bytes)
      && bytes[directory.bytes.count] == UInt8(ascii: "/")
  }
}
