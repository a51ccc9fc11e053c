import Analysis
import Directories
import Engine
import Evaluation
import Foundation
import Review
import Settings
import Store

/// Opens what every command needs, with the message and the cure when it cannot be had.
enum Opening {
  /// The model of these settings, computed with `forced` instructions or with the usual ones.
  static func model(_ configuration: Configuration, kernels forced: KernelPath? = nil) throws
    -> Model
  {
    try open(configuration, \.identity) { try Model(path: $0, kernels: try forced ?? kernels()) }
  }

  /// The file of the model in use, without what it takes to run it.
  static func modelFile(of configuration: Configuration) throws -> ModelFile {
    try open(configuration, \.identity) { try ModelFile(path: $0) }
  }

  /// Opens the model in use; an adopted one must be the one that was adopted.
  private static func open<Opened>(
    _ configuration: Configuration, _ identity: (Opened) -> ModelIdentity,
    _ body: (String) throws -> Opened
  ) throws -> Opened {
    let place = try configuration.weightsFile
    let opened: Opened
    do { opened = try body(place.value) } catch let error as ModelError {
      throw Failure(unusable(place, error))
    }
    try expectAdopted(identity(opened), place)
    return opened
  }

  /// Of an adopted model the way out is another one than of a file that somebody named.
  private static func unusable(_ place: Setting<String>, _ error: ModelError) -> Notice {
    let notice = Messages.notice(for: error)
    return place.origin == .standard("adopted")
      ? Notice(what: notice.what, why: notice.why, cure: adoptedCure) : notice
  }

  /// The file on the shelf must be the one that was adopted.
  private static func expectAdopted(_ found: ModelIdentity, _ place: Setting<String>) throws {
    guard place.origin == .standard("adopted") else { return }
    guard let adopted = try ModelShelf().history.last, adopted.sha256 != found.sha256 else {
      return
    }
    throw Failure(
      Notice(
        what: "the weights cannot be used",
        why:
          "\(place.value) is not the model that was adopted: its SHA-256 is \(found.sha256.prefix(12)), and "
          + "\(adopted.sha256.prefix(12)) was",
        cure: adoptedCure))
  }

  private static let adoptedCure =
    "`hematovision models rollback` returns to the model before; or bring the file back, or name one by --model"

  /// A model's file, without what it takes to run it.
  static func modelFile(_ path: String) throws -> ModelFile {
    do { return try ModelFile(path: path) } catch { throw Failure(Messages.notice(for: error)) }
  }

  /// The instructions to compute with: the best, or what the environment forces.
  static func kernels() throws -> KernelPath {
    do {
      return try Locations.kernels().value
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  /// The log for writing, in the name of this session.
  static func log(
    path: String, identity: LogIdentity
  ) throws(StoreError) -> ReviewLog {
    try ReviewLog(path: path, identity: identity, clock: now, access: .readWrite)
  }

  /// The log of these settings for writing, in the name of a session of its own.
  static func log(_ configuration: Configuration) throws(StoreError) -> ReviewLog {
    try log(
      path: configuration.logFile.value,
      identity: identity(
        reviewer: configuration.reviewerName.value, session: Here.newSessionID()))
  }

  /// The log for reading alone.
  static func logForReading(path: String) throws(StoreError) -> ReviewLog {
    try ReviewLog(
      path: path, identity: identity(reviewer: "", session: Here.newSessionID()), clock: now,
      access: .readOnly)
  }

  /// The errors of an evaluation, where `path` names a table; nil for a picture or a directory.
  static func errorList(_ path: String) throws -> ErrorList? {
    guard path.lowercased().hasSuffix(".csv"), let file = DirectoryScan.resolved(path),
      !DirectoryScan.isDirectory(file)
    else { return nil }
    return try LabelledData.read(
      path,
      else: "Name the \(ErrorTable.file) that evaluate --output wrote, or a directory of images"
    ) { (bytes) throws(DataError) in try ErrorTable.list(bytes, file: path) }
  }

  static func identity(reviewer: String, session: String) -> LogIdentity {
    LogIdentity(reviewer: reviewer, host: Here.host, session: session)
  }
}

extension ReviewLog {
  /// Appends the one entry of a command's session.
  func appendAlone(_ event: LogEvent) throws(StoreError) {
    try append([LogEntry(id: EntryID(session: identity.session, number: 1), event: event)])
  }
}

/// The laboratory's clock.
func now() -> Timestamp {
  let date = Date()
  return Timestamp(
    utcMilliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()),
    offsetMinutes: TimeZone.current.secondsFromGMT(for: date) / 60)
}
