import Foundation
import TestSupport

/// What a writer did to its files, as `fault_vfs_record` wrote it down, and what a loss of power may
/// have left of it.
///
/// The model: a file's writes before its last synchronisation are on the disk. Of later ones each
/// sector of 512 bytes may have got there or not, in any order; a later truncation may have happened
/// or not, and so may a deletion after the directory's last synchronisation.
struct DiskTrace {
  enum Step {
    case write(file: String, offset: Int, bytes: [UInt8])
    case truncate(file: String, size: Int)
    case synchronize(file: String)
    case delete(file: String)
    case mark(Int)
  }

  let steps: [Step]

  private struct Unreadable: Error {
    let word: Substring
  }

  private static func number(_ word: Substring) throws -> Int {
    guard let number = Int(word) else { throw Unreadable(word: word) }
    return number
  }

  /// The steps of a trace file.
  init(contentsOf path: String) throws {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    var steps: [Step] = []
    var place = 0
    while let end = bytes[place...].firstIndex(of: 0x0A) {
      let words = String(decoding: bytes[place..<end], as: UTF8.self).split(separator: " ")
      place = end + 1
      let file = String(words[1].dropFirst())
      switch words[0] {
      case "W":
        let count = try Self.number(words[3])
        steps.append(
          .write(
            file: file, offset: try Self.number(words[2]),
            bytes: Array(bytes[place..<place + count])))
        place += count
      case "T": steps.append(.truncate(file: file, size: try Self.number(words[2])))
      case "S": steps.append(.synchronize(file: file))
      case "D": steps.append(.delete(file: file))
      default: steps.append(.mark(try Self.number(words[1])))
      }
    }
    self.steps = steps
  }

  /// The greatest mark among the first `count` steps: so many entries were said to be saved.
  func promised(after count: Int) -> Int {
    steps[..<count].reduce(0) { most, step in
      if case .mark(let number) = step { max(most, number) } else { most }
    }
  }

  /// The files that a loss of power after `count` steps may leave, by the suffix of their names.
  func filesLeft(
    after count: Int, using random: inout SeededGenerator
  ) -> [String: [UInt8]] {
    var lastSync: [String: Int] = [:]
    for (index, step) in steps[..<count].enumerated() {
      if case .synchronize(let file) = step { lastSync[file] = index }
    }
    // How much of what was not synchronised survives: nothing, some, or all but order.
    let share: Double = [0, 0.5, 0.9, 1].randomElement(using: &random) ?? 0
    var files: [String: [UInt8]] = ["": []]
    for (index, step) in steps[..<count].enumerated() {
      func survives(_ file: String) -> Bool {
        index < lastSync[file] ?? -1 || Double.random(in: 0..<1, using: &random) < share
      }
      switch step {
      case .write(let file, let offset, let bytes):
        for start in stride(from: 0, to: bytes.count, by: 512) where survives(file) {
          let sector = bytes[start..<min(start + 512, bytes.count)]
          let end = offset + start + sector.count
          var content = files.removeValue(forKey: file) ?? []
          if content.count < end {
            content.append(contentsOf: repeatElement(0, count: end - content.count))
          }
          content.replaceSubrange(offset + start..<end, with: sector)
          files[file] = content
        }
      case .truncate(let file, let size):
        if survives(file), let content = files[file], content.count > size {
          files[file] = Array(content[..<size])
        }
      case .delete(let file):
        // The first fsync of a new journal synchronises the directory too (SQLite's unix VFS).
        if index < lastSync["-wal"] ?? -1 || survives(file) { files[file] = nil }
      case .synchronize, .mark: break
      }
    }
    return files
  }
}
