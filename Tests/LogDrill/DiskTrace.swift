import Foundation
import Review

/// What a writer did to its files, as `fault_vfs_record` wrote it down, and what a loss of power may
/// have left of it.
///
/// The model: a file's writes before its last synchronisation are on the disk. Of later ones each
/// sector of 512 bytes may have got there or not, in any order; a later truncation may have happened
/// or not, and so may a deletion after the directory's last synchronisation. SQLite synchronises the
/// directory with the first synchronisation of a new journal, and after deletions that ask for it.
struct DiskTrace {
  enum Step {
    case write(file: String, offset: Int, bytes: [UInt8])
    case truncate(file: String, size: Int)
    case synchronize(file: String)
    case delete(file: String, isDirectorySynchronized: Bool)
    case mark(Int)
  }

  /// What a loss of power takes.
  enum Loss: CaseIterable {
    /// Everything that was not synchronised.
    case all
    /// Nothing: a prefix of what was done.
    case nothing
    /// About half, or a tenth, of the sectors that were not synchronised.
    case half, tenth
    /// Half of those, and one in 200 of the sectors that the disk said to have kept.
    case lying

    /// Of what was not synchronised, the share that survives.
    var surviving: Double {
      switch self {
      case .all: 0
      case .nothing: 1
      case .half, .lying: 0.5
      case .tenth: 0.9
      }
    }
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
      case "D":
        steps.append(.delete(file: file, isDirectorySynchronized: words[2] != "0"))
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

  /// Steps before anything was said to be saved.
  var stepsOfMaking: Int {
    steps.firstIndex { if case .mark = $0 { true } else { false } } ?? steps.count
  }

  /// Whether a file was written to since its last synchronisation, after `count` steps.
  func isHalfWritten(_ file: String, after count: Int) -> Bool {
    for step in steps[..<count].reversed() {
      switch step {
      case .write(file, _, _): return true
      case .synchronize(file): return false
      default: continue
      }
    }
    return false
  }

  /// The last step before `count` by which a file's content is safe, and the directory's names.
  private func lastSynchronizations(before count: Int) -> (files: [String: Int], names: Int) {
    var files: [String: Int] = [:]
    var names = -1
    var known: Set<String> = [""]
    for (index, step) in steps[..<count].enumerated() {
      switch step {
      case .synchronize(let file):
        files[file] = index
        if known.insert(file).inserted { names = index }
      case .delete(let file, let isDirectorySynchronized):
        known.remove(file)
        if isDirectorySynchronized { names = index }
      case .write, .truncate, .mark: break
      }
    }
    return (files, names)
  }

  /// The files that a loss of power after `count` steps may leave, by the suffix of their names.
  func filesLeft(
    after count: Int, loss: Loss, using random: inout SplitMix64
  ) -> [String: [UInt8]] {
    let last = lastSynchronizations(before: count)
    var files: [String: [UInt8]] = ["": []]
    for (index, step) in steps[..<count].enumerated() {
      func survives(_ file: String) -> Bool {
        if index < last.files[file] ?? -1 {
          return loss != .lying || Int.random(in: 0..<200, using: &random) > 0
        }
        return Double.random(in: 0..<1, using: &random) < loss.surviving
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
      case .delete(let file, _):
        if index <= last.names || survives(file) { files[file] = nil }
      case .synchronize, .mark: break
      }
    }
    return files
  }
}
