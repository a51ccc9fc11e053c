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
  static func model(_ configuration: Configuration) throws -> Model {
    let kernels = try kernels()
    do {
      return try Model(path: configuration.weightsFile.value, kernels: kernels)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

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
