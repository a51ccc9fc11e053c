import Analysis
import Directories
import Engine
import Foundation
import Imaging
import Review
import Store

/// The one place where errors become sentences: what happened, why, and what to do.
enum Messages {
  static func notice(for error: ModelError) -> Notice {
    let what = "the model cannot be used"
    let cure = "Give another weights file with --model, or put the shipped one back (Weights/)"
    switch error {
    case .weights(let error):
      return notice(for: error)
    case .missing(let file, let key):
      return Notice(what: what, why: "\(file) does not say its \(key)", cure: cure)
    case .malformed(let file, let key):
      return Notice(what: what, why: "\(file): its \(key) cannot be understood", cure: cure)
    case .wrongClassCount(let file, let expected, let found):
      return Notice(
        what: what,
        why: "\(file) names \(found) classes and its network has \(expected) outputs", cure: cure)
    }
  }

  static func notice(for error: KernelPathError) -> Notice {
    let what = "the engine cannot compute as \(KernelPath.environmentKey) asks"
    let supported = KernelPath.supported.map(\.rawValue).joined(separator: ", ")
    switch error {
    case .unknown(let name):
      return Notice(
        what: what, why: "there are no kernels \(name)",
        cure: "Unset it, or choose one of \(supported)")
    case .unsupported(.portable):
      return Notice(
        what: "the engine cannot compute on the portable path", why: "OpenBLAS is not installed",
        cure: "Install it (Debian: apt-get install libopenblas0)")
    case .unsupported(let path):
      return Notice(
        what: what, why: "this processor has no \(path.rawValue)",
        cure: "Unset it, or choose one of \(supported)")
    }
  }

  static func notice(for error: WeightsError) -> Notice {
    let cure = "Give another weights file with --model, or put the shipped one back (Weights/)"
    return Notice(
      what: "the weights cannot be used", why: "\(error.file) \(reason(for: error))", cure: cure)
  }

  private static func reason(for error: WeightsError) -> String {
    switch error {
    case .missing: "is not there"
    case .notAFile: "is not a file"
    case .unreadable(_, let call, let code): "cannot be read (\(call): \(system(code)))"
    case .empty: "is empty"
    case .tooLarge(_, let bytes, let limit): "has \(bytes) bytes, more than \(limit)"
    case .notSafetensors: "is no safetensors file"
    case .truncated(_, let expected, let found):
      "ends early: \(found) bytes where \(expected) belong"
    case .trailingBytes(_, let expected, let found):
      "is too long: \(found) bytes where \(expected) belong"
    case .malformedHeader(_, let entry):
      "has a damaged header" + (entry.isEmpty ? "" : " at \(entry)")
    case .misaligned(_, let start, let alignment):
      "has data at byte \(start), which is no multiple of \(alignment)"
    case .missingMetadata(_, let key): "does not say its \(key)"
    case .wrongMetadata(_, let key, let expected, let found):
      "has \(key) \(found) where \(expected) is needed"
    case .missingTensor(_, let tensor): "lacks the tensor \(tensor)"
    case .unexpectedTensor(_, let tensor): "has a tensor that no one expects: \(tensor)"
    case .wrongType(_, let tensor, let expected, let found):
      "has \(tensor) as \(found) where \(expected) is needed"
    case .wrongShape(_, let tensor, let expected, let found):
      "has \(tensor) of shape \(found) where \(expected) is needed"
    case .wrongClassCount(_, let allowed, let found):
      "has \(found) classes where \(allowed.lowerBound) to \(allowed.upperBound) are known"
    case .wrongHiddenCount(_, let allowed, let found):
      "has a hidden layer of \(found) where an even number from \(allowed.lowerBound) to "
        + "\(allowed.upperBound) is known"
    case .wrongOffsets(_, let tensor, let expected, let found):
      "places \(tensor) at \(found) where \(expected) is needed"
    case .wrongChecksum(_, let expected, let found):
      "was changed or damaged: SHA-256 \(found.prefix(12)) where \(expected.prefix(12)) was written"
    case .notFinite(_, let tensor, let index): "has no number in \(tensor) at \(index)"
    case .digestFailed: "could not be hashed"
    }
  }

  static func notice(for error: ImageError, image: ImagePath) -> Notice {
    let (why, cure) = parts(of: error)
    return Notice(what: "\(image.fileName.lossyText) cannot be shown", why: why, cure: cure)
  }

  static func changedSinceJudged(_ image: ImagePath) -> Notice {
    Notice(
      what: "\(image.fileName.lossyText) cannot be explained",
      why: "the file holds another picture than the one that was classified",
      cure: "Classify it again")
  }

  private static func parts(of error: ImageError) -> (why: String, cure: String) {
    let again = "Save or copy it again from the microscope"
    let smaller = "Export a smaller picture from the microscope"
    switch error {
    case .notFound:
      return ("the file is gone", "Put it back: it is seen by itself")
    case .danglingLink:
      return ("the link leads nowhere", "Mend the link, or copy the file itself here")
    case .permissionDenied:
      return ("this user may not read it", "Ask for permission to read it (chmod u+r)")
    case .notAFile(let kind):
      return ("it is no file but a \(name(of: kind))", "Take it out of the directory")
    case .badName: return ("its name cannot be used", "Give it another name")
    case .readFailed(let code):
      return ("reading failed: \(system(code))", "Check the disk or share")
    case .fileTooLarge(let bytes, let limit):
      return ("it has \(bytes >> 20) MB, more than \(limit >> 20)", smaller)
    case .emptyFile: return ("the file is empty", again)
    case .unknownFormat(let first):
      let start = first.map { String($0, radix: 16).leftPadded(with: "0", to: 2) }
      return (
        "it is neither JPEG nor PNG (it begins with \(start.joined(separator: " ")))",
        "Save it as JPEG or PNG"
      )
    case .unsupportedFormat(let name): return ("it is a \(name) file", "Save it as JPEG or PNG")
    case .unsupportedVariant(let format, let detail):
      return (
        "this kind of \(format.rawValue) is not read: \(detail)", "Save it as plain JPEG or PNG"
      )
    case .sideTooLong(let width, let height, let limit):
      return ("it says \(width) x \(height) pixels, a side over \(limit)", smaller)
    case .tooManyPixels(let width, let height, let limit):
      return ("it says \(width) x \(height) pixels, over \(limit / 1_000_000) million", smaller)
    case .tooManyScans(let count, let limit):
      return ("it has \(count) progressive scans, over \(limit)", "Save it as baseline JPEG")
    case .truncated(let format): return ("the \(format.rawValue) file ends too early", again)
    case .corrupt(let format, let detail):
      return ("the \(format.rawValue) file is damaged (\(detail))", again)
    case .outOfMemory(let width, let height):
      return ("no memory for \(width) x \(height) pixels", "Close other programs")
    case .encodingFailed(let format, let detail):
      return ("it could not be written as \(format.rawValue) (\(detail))", "Choose another format")
    }
  }

  private static func name(of kind: FileKind) -> String {
    switch kind {
    case .directory: "directory"
    case .namedPipe: "pipe"
    case .socket: "socket"
    case .characterDevice, .blockDevice: "device"
    case .other: "thing of an unknown kind"
    }
  }

  static func notice(for error: DirectoryError) -> Notice {
    Notice(
      what: "the directory \(error.directory.lossyText) cannot be read", why: system(error.code),
      cure: error.code == EACCES
        ? "Ask for permission to read it" : "Check the path and whether the disk is there")
  }

  static func watchesUsedUp(_ directory: ImagePath) -> Notice {
    Notice(
      what: "\(directory.lossyText) is looked at every few seconds only",
      why: "the system watches no more directories for this user",
      cure: "Raise fs.inotify.max_user_watches, or open a smaller directory")
  }

  static func notice(for error: StoreError, what: String = "the review log") -> Notice {
    let (why, cure) = parts(of: error)
    // Only an export's or a classification's file is never written over.
    if case .alreadyExists = error { return Notice(what: "the output", why: why, cure: cure) }
    return Notice(what: what, why: why, cure: cure)
  }

  /// The same where the table was asked for in the station.
  static func exportNotice(for error: StoreError) -> Notice {
    if case .alreadyExists(let file) = error {
      return Notice(
        what: "nothing was exported", why: "\(file) exists already", cure: "Choose another name")
    }
    let (why, _) = parts(of: error)
    return Notice(
      what: "nothing was exported", why: why, cure: "Choose another place, the answers stay saved")
  }

  private static func parts(of error: StoreError) -> (why: String, cure: String) {
    let another = "Choose another place with --log"
    let backup = "Keep the file as it is, and start a new log with --log"
    switch error {
    case .missing(let file): return ("\(file) is not there", "Give the log's file with --log")
    case .directoryNotMade(let directory, let code):
      return ("the directory \(directory) cannot be made: \(system(code))", another)
    case .systemCall(let file, let call, let code):
      return ("\(file): \(call) failed: \(system(code))", another)
    case .notARegularFile(let file): return ("\(file) is no regular file", another)
    case .unsafeFileSystem(let file, let evidence):
      return (
        "the disk or share of \(file) does not keep writes safely (\(evidence))",
        "Put the log on a local disk with --log"
      )
    case .notADatabase(let file): return ("\(file) is no review log", another)
    case .notALog(let file, _): return ("\(file) is another program's database", another)
    case .newerSchema(let file, let found, let supported):
      return (
        "\(file) has version \(found), this program knows up to \(supported)",
        "Use a newer hematovision"
      )
    case .alteredSchema(let file, let object):
      return ("\(file) was altered: \(object) is not as it was made", backup)
    case .corrupt(let file, let evidence): return ("\(file) is damaged: \(evidence)", backup)
    case .unfinishedWrite(let file):
      return (
        "a program ended in the middle of writing \(file)",
        "Open it once in the station, which puts it in order; saved answers are kept"
      )
    case .altered(let file, let sequence):
      return (
        "\(file): record \(sequence) was altered", "Run hematovision verify, and keep the file"
      )
    case .unreadableRecord(let file, let sequence, let evidence):
      return ("\(file): record \(sequence) cannot be read: \(evidence)", "Use a newer hematovision")
    case .openedForReading(let file): return ("\(file) is open for reading only", another)
    case .readOnly(let file):
      return ("\(file) cannot be written: read-only", "Make the disk or the file writable")
    case .permissionDenied(let file):
      return ("this user may not write \(file)", "Ask for permission, or choose another --log")
    case .diskFull(let file): return ("the disk of \(file) is full", "Free some space")
    case .locked(let file, let milliseconds):
      return (
        "\(file) was locked by another program for \(milliseconds / 1000) s",
        "Close the program that holds it"
      )
    case .inputOutput(let file, let code, let evidence):
      return ("\(file): the disk failed (\(evidence), \(code))", "Check the disk")
    case .poisoned(_, let cause): return parts(of: cause)
    case .conflictingEntry(let file, let id):
      return ("\(file) has another entry \(id)", "Quit and start again")
    case .unstorableEntry(let id, let evidence):
      return ("the entry \(id) cannot be kept: \(evidence)", "Report this to the developers")
    case .database(let file, let code, let evidence):
      return ("\(file): \(evidence) (\(code))", another)
    case .alreadyExists(let file):
      return ("\(file) exists already", "Choose another name, or overwrite it with --force")
    case .noResult(let file, let directory):
      return (
        "\(file) holds no answer" + (directory.map { " for a picture in \($0)" } ?? ""),
        "Name a directory that was reviewed with --directory, or the log with --log"
      )
    case .otherClasses(let directory, let signed, let counted):
      return (
        "the result of \(directory) was signed with \(signed) cells in total, and the classes in force count \(counted)",
        "Use the model and the classes.toml that it was signed with"
      )
    case .inUse(let file):
      return ("\(file) is a log in use, or its journal lies beside it", "Choose another name")
    case .notWhole(let file, let faultCount):
      return (
        "\(file) does not verify (\(faultCount.counted("fault")))",
        "Run hematovision verify --log \(file), and take a backup that verifies in its place"
      )
    case .conflictingSources(let conflicts):
      return (
        "\(conflicts.count) entries stand in two logs with different content",
        "Run hematovision verify --anchor on each with heads noted earlier: one of them was altered"
      )
    }
  }

  /// A failed call of the operating system.
  static func system(_ what: String, call: String, code: Int32) -> Notice {
    Notice(what: what, why: "\(call): \(system(code))", cure: "Try again, or restart the machine")
  }

  /// What the operating system calls an error.
  static func system(_ code: Int32) -> String { String(cString: strerror(code)) }
}

extension String {
  fileprivate func leftPadded(with pad: String, to width: Int) -> String {
    String(repeating: pad, count: max(0, width - count)) + self
  }
}
