import Directories
import Evaluation
import Foundation
import Imaging
import Review
import Station
import Store

/// The directory that a report goes into; no file in it is ever written over.
struct EvaluationOutput {
  private let directory: String

  /// Names of what an evaluation of labels writes.
  static let labels = [
    "report.txt", "report.json", "cells.csv", ErrorTable.file, "confusion-matrix.csv",
    "confusion-matrix.png", "reliability.png", "risk-coverage.png",
  ]

  /// Makes the directory, and refuses when it holds one of the files `names` already.
  init(_ directory: String, names: [String]) throws {
    self.directory = directory
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      // Foundation's reasons are vague; the system's own is asked for once more.
      let reason = mkdir(directory, 0o777) == 0 ? "unknown reason" : Messages.system(errno)
      throw Failure(
        Notice(
          what: "the directory \(directory) cannot be made", why: reason,
          cure: "Choose another --output directory"))
    }
    for name in names where DirectoryScan.resolved("\(directory)/\(name)") != nil {
      throw Failure(Messages.reportExists("\(directory)/\(name)"))
    }
    guard access(directory, W_OK) == 0 else {
      throw Failure(
        Notice(
          what: "the report cannot be written", why: "\(directory): \(Messages.system(errno))",
          cure: "Choose another --output directory"))
    }
  }

  /// Where the errors' table lies.
  var errorsFile: String { "\(directory)/\(ErrorTable.file)" }

  /// Writes everything that is told of labels, the errors among it.
  func write(
    _ report: EvaluationReport, _ images: [ScoredImage], _ errors: [Misclassification]
  ) throws {
    let provenance = report.provenance
    var tables = [(name: ErrorTable.file, rows: ErrorTable.rows(errors, provenance))]
    if let confusion = report.all.allClasses {
      tables.append(("confusion-matrix.csv", confusion.rows(provenance)))
    }
    try write(
      json: report.json,
      rows: ImageTable.rows(images, classes: report.classes, provenance: provenance),
      tables: tables, pictures: report.pictures, text: report.textForTerminal)
  }

  /// Writes a report's forms and its table, under the same names for every report, and further tables.
  func write(
    json: String, rows: [[String]], tables: [(name: String, rows: [[String]])] = [],
    pictures: [(name: String, picture: RGBImage)], text: String
  ) throws {
    var files: [(name: String, bytes: [UInt8])] = [("report.json", Array(json.utf8))]
    for (name, rows) in [("cells.csv", rows)] + tables {
      files.append((name, Array(rows.map(csvLine).joined().utf8)))
    }
    for (name, picture) in pictures {
      do {
        files.append((name, try ImageEncoder.png(picture, remark: researchUseNotice)))
      } catch {
        throw Failure(Messages.notice(for: error, image: ImagePath(name)))
      }
    }
    files.append(("report.txt", Array(text.utf8)))
    for (name, bytes) in files {
      do {
        try ExportFile.write(to: "\(directory)/\(name)", overwrite: false) {
          (sink) throws(StoreError) in try sink.append(bytes)
        }
      } catch .alreadyExists(let file) {
        throw Failure(Messages.reportExists(file))
      } catch {
        throw Failure(
          Notice(
            what: "the report cannot be written", why: Messages.notice(for: error).why,
            cure: "Free some space there, or choose another --output directory"))
      }
    }
  }
}

extension EvaluationReport {
  /// The text, in which no file name commands a terminal.
  var textForTerminal: String { linesForTerminal(text) }
}

/// Lines of text in which no name commands a terminal.
func linesForTerminal(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { safeForTerminal(String($0)) }.joined(separator: "\n")
}

extension Provenance {
  /// Of what this program makes of `model` at this moment.
  static func now(_ model: ModelIdentity) -> Provenance {
    Provenance(
      notice: researchUseNotice, application: Application.identity, model: model,
      date: hematovision.now().utcText)
  }
}
