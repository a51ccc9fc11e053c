import Glibc
import Review

/// The kernel's notes about watched directories; see inotify(7).
final class Inotify {
  /// What happened in a watched directory, or to it.
  struct Note {
    let watch: Int32
    let mask: UInt32
    /// Name in the directory; empty when the note is about the directory itself.
    let name: [UInt8]

    func has(_ bits: Int32...) -> Bool {
      bits.contains { mask & UInt32(bitPattern: $0) != 0 }
    }
  }

  let descriptor: Int32

  /// Nil when the system has no room for another watcher.
  init?() {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
  }

  deinit { close(descriptor) }

  /// What is asked for: files that are whole (closed after writing, moved here), files that leave, new names
  /// and the end of the directory itself.
  private static let wanted = UInt32(
    bitPattern: IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE
      | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW)

  /// Watches a directory; nil when it cannot be, with `errno` saying why.
  func watch(_ directory: ImagePath) -> Int32? {
    let watch = inotify_add_watch(descriptor, directory.cString, Self.wanted)
    return watch < 0 ? nil : watch
  }

  func unwatch(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

  /// All notes that wait.
  func read() -> [Note] {
    var notes: [Note] = []
    let room = 1 << 16
    withUnsafeTemporaryAllocation(
      byteCount: room, alignment: MemoryLayout<inotify_event>.alignment
    ) { buffer in
      while true {
        let count = Glibc.read(descriptor, buffer.baseAddress, room)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        var place = 0
        while place < count {
          let event = buffer.load(fromByteOffset: place, as: inotify_event.self)
          let start = place + MemoryLayout<inotify_event>.size
          let name = buffer[start..<(start + Int(event.len))].prefix { $0 != 0 }
          notes.append(Note(watch: event.wd, mask: event.mask, name: Array(name)))
          place = start + Int(event.len)
        }
      }
    }
    return notes
  }
}
