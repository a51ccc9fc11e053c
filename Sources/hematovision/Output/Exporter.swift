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

  /// Writes an export; the summary's rows are answers, or slides.
  func write(
    _ kind: ExportKind, to target: Target
  ) throws(StoreError) -> ReviewedExport.Summary {
    switch kind {
    case .cells(let format):
      let export = ReviewedExport(
        log: log, classes: classes, notice: researchUseNotice, directory: directory)
      switch target {
      case .file(let path, let overwrite):
        return try export.write(format, to: path, overwrite: overwrite)
      case .standardOutput: return try export.write(format, descriptor: 1)
      }
    case .results(let format):
      let results = try ResultExport(
        log: log, classes: classes, rules: rules, application: Application.identity,
        notice: researchUseNotice, listing: { try? DirectoryScan.pictures(below: $0) }
      ).results(of: directory)
      let pictures = format == .report ? results.map { ReportPictures.of($0) } : []
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
