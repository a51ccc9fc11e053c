import Directories
import Foundation
import Review
import TestSupport
import Testing

/// Real directories on a real disk: what the watch tells adds up to what is there.
@Suite(.serialized) struct DirectoryWatchTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `after any work the list that was told is the list that is there`(seed: UInt64) throws {
    try Folder.use { folder in
      var generator = SeededGenerator(seed: seed)
      for index in 0..<20 { try folder.write("old-\(index).jpg") }
      try folder.makeDirectory("slide-0/edge")
      let watch = DirectoryWatch(folder.path)
      var told = Set(try watch.list())
      #expect(told.count == 20)
      for _ in 0..<150 {
        try folder.work(&generator)
        if Bool.random(using: &generator) { told.take(watch.next(waiting: 0)) }
      }
      // What a new directory held when it came is taken a second later.
      for _ in 0..<8 { told.take(watch.next(waiting: 400)) }
      #expect(Set(try DirectoryScan.pictures(below: folder.path)) == told)
      #expect(told.count > 5, "the work left too little to prove anything")
    }
  }

  @Test func `a file is told when it is closed, a link at once, other files never`() throws {
    try Folder.use { folder in
      try folder.write("a.jpg")
      let watch = DirectoryWatch(folder.path)
      _ = try watch.list()
      try folder.open("new.jpg").close()
      #expect(watch.next(waiting: 200).isEmpty, "an empty file was taken")
      let file = try folder.open("new.jpg")
      try file.write(contentsOf: Data([1, 2, 3]))
      #expect(watch.next(waiting: 200).isEmpty)
      try file.close()
      #expect(watch.next(waiting: 2_000) == [.appeared([folder.image("new.jpg")])])
      try folder.link("a.jpg", "hard.png")
      #expect(watch.next(waiting: 2_000) == [.appeared([folder.image("hard.png")])])
      try folder.write("notes.txt")
      try folder.write(".hidden.jpg")
      #expect(watch.next(waiting: 200).isEmpty)
      // Written anew: other content under the old name.
      try folder.write("a.jpg")
      #expect(watch.next(waiting: 2_000) == [.appeared([folder.image("a.jpg")])])
      try folder.move("a.jpg", "b.jpg")
      #expect(
        watch.next(waiting: 2_000)
          == [.vanished([folder.image("a.jpg")]), .appeared([folder.image("b.jpg")])])
    }
  }

  @Test func `a flood of changes that the kernel drops is made up for by reading again`() throws {
    let limit = try #require(
      Int(
        try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
          .trimmingCharacters(in: .whitespacesAndNewlines)))
    try Folder.use { folder in
      try folder.write("first.jpg")
      let watch = DirectoryWatch(folder.path)
      var told = Set(try watch.list())
      try folder.write("kept.jpg")
      // Two notes for each round; the queue overflows before the last files.
      for _ in 0...(limit / 2) {
        try folder.move("kept.jpg", "moved.jpg")
        try folder.move("moved.jpg", "kept.jpg")
      }
      try folder.write("late.jpg")
      try folder.remove("first.jpg")
      for _ in 0..<8 { told.take(watch.next(waiting: 400)) }
      #expect(told == [folder.image("kept.jpg"), folder.image("late.jpg")])
    }
  }

  @Test func `a share is looked at: new files once they stay the same, gone ones at once`() throws {
    try Folder.use { folder in
      try folder.write("a.jpg")
      try folder.write("deep/b.jpg")
      let watch = DirectoryWatch(folder.path, isOnNetwork: true)
      var told = Set(try watch.list())
      #expect(watch.next(waiting: 50).isEmpty)
      try folder.write("deep/new/c.jpg")
      try folder.remove("a.jpg")
      #expect(watch.next(waiting: 50) == [.vanished([folder.image("a.jpg")])])
      for _ in 0..<3 { told.take(watch.next(waiting: 600)) }
      told.remove(folder.image("a.jpg"))
      #expect(told == [folder.image("deep/b.jpg"), folder.image("deep/new/c.jpg")])
    }
  }

  @Test func `the directory itself may go and come back`() throws {
    try Folder.use { folder in
      try folder.write("box/a.jpg")
      let watch = DirectoryWatch(folder.image("box"))
      #expect(try watch.list() == [folder.image("box/a.jpg")])
      try folder.move("box", "elsewhere")
      #expect(watch.next(waiting: 2_000) == [.vanished([folder.image("box/a.jpg")])])
      try folder.move("elsewhere", "box")
      var told: Set<ImagePath> = []
      for _ in 0..<5 { told.take(watch.next(waiting: 500)) }
      #expect(told == [folder.image("box/a.jpg")])
      // And is watched as before.
      try folder.write("box/b.jpg")
      told.take(watch.next(waiting: 2_000))
      #expect(told.count == 2)
    }
  }

  @Test func `one picture alone is watched, not its neighbours`() throws {
    try Folder.use { folder in
      try folder.write("a.jpg")
      let watch = DirectoryWatch(folder.path, only: folder.image("a.jpg"))
      #expect(try watch.list() == [folder.image("a.jpg")])
      try folder.write("b.jpg")
      #expect(watch.next(waiting: 200).isEmpty)
      try folder.remove("a.jpg")
      #expect(watch.next(waiting: 2_000) == [.vanished([folder.image("a.jpg")])])
    }
  }

  @Test func `the first names come before all are sorted`() throws {
    try Folder.use { folder in
      for index in (0..<300).reversed() { try folder.write("p\(index).jpg") }
      var first: [ImagePath] = []
      let all = try DirectoryWatch(folder.path).list(first: 40) { first = $0 }
      #expect(all.count == 300)
      #expect(first == Array(all.prefix(40)))
    }
  }

  @Test func `a directory that cannot be read is an error with its name`() throws {
    let nowhere = ImagePath("/nonexistent/pictures")
    let error = #expect(throws: DirectoryError.self) { _ = try DirectoryWatch(nowhere).list() }
    #expect(error?.directory == nowhere)
    #expect(error?.code == ENOENT)
  }
}

extension Set<ImagePath> {
  /// Takes what a watch told.
  fileprivate mutating func take(_ changes: [DirectoryWatch.Change]) {
    for change in changes {
      switch change {
      case .appeared(let paths): formUnion(paths)
      case .vanished(let paths): subtract(paths)
      case .watchesUsedUp: Issue.record("this machine has no inotify watch left")
      }
    }
  }
}
