import Directories
import Review
import Station
import Store

/// Writes what a log says of a directory, in any of the forms.
struct Exporter {
  /// Where an export goes.
  enum Target {
    case file(String, overwrite: Bool)
    case standardOutput
  }

  let log: ReviewLog
  let classes: [CellClass]
  let rules: CountingRules
  /// Only answers in it and below it; nil for all of the log.
  let directory: ImagePath?
  /// Whether the names of files and directories are left out.
  let isPrivate: Bool
  /// Side of a pixel; nil where nobody said it.
  let micrometresPerPixel: Double?

  /// Writes an export; the summary's rows are answers, or slides.
  func write(
    _ kind: ExportKind, to target: Target
  ) throws(StoreError) -> ReviewedExport.Summary {
    switch kind {
    case .cells(let format):
      let export = ReviewedExport(
        log: log, classes: classes, notice: researchUseNotice, directory: directory,
        isPrivate: isPrivate, micrometresPerPixel: micrometresPerPixel)
      switch target {
      case .file(let path, let overwrite):
        return try export.write(format, to: path, overwrite: overwrite)
      case .standardOutput: return try export.write(format, descriptor: 1)
      }
    case .results(let format):
      var results = try ResultExport(
        log: log, classes: classes, rules: rules, application: Application.identity,
        notice: researchUseNotice, listing: { try? DirectoryScan.pictures(below: $0) }
      ).results(of: directory)
      var pictures = format == .report ? results.map { ReportPictures.of($0) } : []
      if isPrivate {
        let names = try log.privateNames()
        results = results.map { $0.named(by: names) }
        pictures = pictures.map { $0.map { $0.named(by: names) } }
      }
      switch target {
      case .file(let path, let overwrite):
        return try ResultExport.write(
          results, as: format, pictures: pictures, to: path, overwrite: overwrite)
      case .standardOutput:
        return try ResultExport.write(results, as: format, pictures: pictures, descriptor: 1)
      }
    }
  }
}
