/// Why the log or an export could not be read or written. Cases carry evidence, not sentences.
public enum StoreError: Error, Hashable, Sendable {
  // The place of the file.

  /// There is no such file, and it was not to be made.
  case missing(file: String)
  /// A directory on the way to the file could not be made.
  case directoryNotMade(directory: String, errno: Int32)
  /// A system call on the file failed.
  case systemCall(file: String, call: String, errno: Int32)
  /// The path names a directory, a FIFO, a device or (for an export) a symbolic link.
  case notARegularFile(file: String)
  /// Neither kind of journal works here: the file system does not lock or keep what was written.
  case unsafeFileSystem(file: String, evidence: String)

  // The content of the file.

  /// The file is no SQLite database.
  case notADatabase(file: String)
  /// The file is another program's SQLite database.
  case notALog(file: String, applicationID: Int)
  /// The log was written by a newer version of the program.
  case newerSchema(file: String, found: Int, supported: Int)
  /// A table, index or trigger of the log is missing, changed or foreign.
  case alteredSchema(file: String, object: String)
  /// SQLite found the file damaged.
  case corrupt(file: String, evidence: String)
  /// A writer died in the middle of a write. Whoever opens the log for writing puts it in order;
  /// nothing that was said to be saved is lost.
  case unfinishedWrite(file: String)
  /// A record's content does not agree with its own hash.
  case altered(file: String, sequence: Int64)
  /// A record that agrees with its hash cannot be read by this version.
  case unreadableRecord(file: String, sequence: Int64, evidence: String)

  // Writing.

  /// The log was opened to be read only.
  case openedForReading(file: String)
  /// The file, or its file system, does not allow writing.
  case readOnly(file: String)
  case permissionDenied(file: String)
  case diskFull(file: String)
  /// Another program held the log for longer than `waitedMilliseconds`.
  case locked(file: String, waitedMilliseconds: Int)
  /// Reading, writing or synchronising failed; `code` is SQLite's extended result code.
  case inputOutput(file: String, code: Int, evidence: String)
  /// After a failure whose outcome nobody knows, nothing more is written until the log is reopened.
  indirect case poisoned(file: String, cause: StoreError)
  /// An entry with this identifier but another content is in the log.
  case conflictingEntry(file: String, id: String)
  /// The entry has a value that the log cannot hold, such as a number that is no number.
  case unstorableEntry(id: String, evidence: String)
  /// Any other refusal of SQLite.
  case database(file: String, code: Int, evidence: String)

  // Exports and copies.

  /// The export's file exists and was not to be replaced.
  case alreadyExists(file: String)
  /// Nothing was answered in the log, or in the directory of it that was asked for.
  case noResult(file: String, directory: String?)
  /// The classes in force give another total than the one that was signed.
  case otherClasses(directory: String, signed: Int, counted: Int)
  /// A log is open under this name, or a writer's journal lies beside it: nothing is put in its place.
  case inUse(file: String)
  /// A log that is to be copied or merged does not verify.
  case notWhole(file: String, faultCount: Int)
  /// Logs that are to be merged have entries of the same identifier that say different things.
  case conflictingSources([MergeConflict])
}
