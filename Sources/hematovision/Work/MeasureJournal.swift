import Foundation
import Review
import Store

/// The lines of an output that is not whole yet, beside it: what was measured is not measured again after the
/// work was interrupted.
final class MeasureJournal {
  /// A line that is in the journal.
  struct Kept: Sendable {
    let sha256: String
    let offset: Int
    let length: Int
  }

  /// What lines were measured with; of others none is kept.
  private struct Header: Codable, Equatable {
    let appVersion: String
    let micrometresPerPixel: Double?
  }

  let path: String
  /// Measured images by their names' bytes; failures are not kept, since the file may have been mended.
  private(set) var kept: [[UInt8]: Kept] = [:]
  /// Whether there were lines of another version or scale, which are void.
  private(set) var startsOver = false
  private let descriptor: Int32
  private let sink: ExportSink
  private var end = 0

  /// Opens the journal beside `output`, or makes it.
  init(beside output: String, scale: Double?) throws {
    path = output + ".partial"
    descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Failure(
        Notice(
          what: path, why: "another hematovision writes it",
          cure: "Wait until it is done, or choose another --output"))
    }
    sink = ExportSink(descriptor: descriptor, file: path)
    let header = Header(appVersion: Application.identity, micrometresPerPixel: scale)
    if !readLines(expecting: header) { try begin(header) }
    // What follows the last whole line was torn off.
    guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) == end
    else { throw Self.failure(path, errno) }
  }

  deinit { close(descriptor) }

  /// Adds a record; what was added is with the operating system when this returns.
  func append(_ record: MeasureRecord) throws(StoreError) -> Kept {
    let line = record.line()
    try sink.append(line)
    try sink.flush()
    defer { end += line.count }
    return Kept(sha256: record.sha256 ?? "", offset: end, length: line.count)
  }

  /// A line as it was added.
  func line(_ kept: Kept) throws(StoreError) -> [UInt8] {
    var line = [UInt8](repeating: 0, count: kept.length)
    guard pread(descriptor, &line, kept.length, off_t(kept.offset)) == kept.length else {
      throw .systemCall(file: path, call: "pread", errno: errno)
    }
    return line
  }

  /// The output is whole: the journal goes.
  func remove() { unlink(path) }

  private func begin(_ header: Header) throws {
    kept = [:]
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw Self.failure(path, errno)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let line = Array(try encoder.encode(header)) + [UInt8(ascii: "\n")]
    try sink.append(line)
    try sink.flush()
    end = line.count
  }

  /// Takes in what is there; false when it is not of this `header`.
  private func readLines(expecting header: Header) -> Bool {
    var buffer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var isKnown = false
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return isKnown }
      buffer += chunk[..<count]
      var start = 0
      while let stop = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[start..<stop])
        if !isKnown {
          guard (try? JSONDecoder().decode(Header.self, from: Data(line))) == header else {
            startsOver = true
            return false
          }
          isKnown = true
        } else if let record = MeasureRecord(line: line), let sha256 = record.sha256 {
          kept[record.pathBytes] = Kept(sha256: sha256, offset: end, length: line.count + 1)
        }
        end += line.count + 1
        start = stop + 1
      }
      buffer.removeFirst(start)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    Failure(
      Notice(
        what: path, why: Messages.system(code),
        cure: "Choose an --output in a directory that can be written"))
  }
}
