import Review

/// The differential as a table: a row for each class, and one for each tally outside the total.
enum DifferentialTable {
  static let schemaVersion: Int64 = 1

  static let columns = [
    "schema_version", "specimen_id", "slide_id", "directory", "class", "name", "in_total", "count",
    "percent", "ci_low", "ci_high", "method", "n_total", "target_n", "target_class",
    "target_width", "target_reached", "cells_10e9_per_l", "percent_ref_low", "percent_ref_high",
    "cells_ref_low", "cells_ref_high", "wbc_10e9_per_l", "wbc_corrected_10e9_per_l",
    "nrbc_per_100_wbc", "loinc", "result_status", "reviewed_by", "signed_by", "signed_at_utc",
    "signed_count",
    "earlier_count", "contested", "disputed", "not_counted", "model_id", "model_sha256",
    "reviewed_with", "app_version", "log_seq", "log_hash", "ruo_notice",
  ]

  static func rows(_ result: SlideResult) -> [[ExportValue]] {
    result.rows.map { row in
      line(
        result, row.label, row.name, isInTotal: true, count: row.count,
        loinc: LOINC.percentage(of: row.label, in: result),
        values: [
          .init(row.percentage), .init(row.limits?.lowerBound), .init(row.limits?.upperBound),
          .text("clopper-pearson 95"),
        ],
        absolute: [
          .init(row.absolute), .init(row.ranges.percentage?.low),
          .init(row.ranges.percentage?.high), .init(row.ranges.absolute?.low),
          .init(row.ranges.absolute?.high),
        ])
    }
      + result.tallies.map { tally in
        line(
          result, tally.label, tally.name, isInTotal: false, count: tally.count,
          loinc: tally.label == result.nucleatedRedCell ? LOINC.nucleatedRedCells : nil,
          values: Array(repeating: .none, count: 4), absolute: Array(repeating: .none, count: 5))
      }
  }

  private static func line(
    _ result: SlideResult, _ label: Label, _ name: String, isInTotal: Bool, count: Int,
    loinc: LaboratoryCode?, values: [ExportValue], absolute: [ExportValue]
  ) -> [ExportValue] {
    let slide = result.slide
    let origin = result.origin
    let signed = result.signatures.last
    let earlier = result.signatures.dropLast().last
    return [
      .integer(schemaVersion), .text(slide.specimen), .text(slide.slide),
      .text(slide.directory.lossyText), .text(label.rawValue), .text(name), .boolean(isInTotal),
      .init(count),
    ] + values + [
      .init(result.differential.total), .init(slide.targetCount),
      .init(slide.targetWidth?.label.rawValue), .init(slide.targetWidth?.percentagePoints),
      .init(result.isTargetReached),
    ] + absolute + [
      .init(result.absolute?.whiteCells), .init(result.absolute?.correctedWhiteCells),
      .init(result.nucleatedRedCellsPer100), .init(loinc?.code), .text(result.status.rawValue),
      .text(result.reviewers.joined(separator: "; ")),
      .init(signed?.signOff.reviewer), .init(signed?.time.utcText),
      .init(signed?.count(of: label)), .init(earlier?.count(of: label)),
      .init(result.contested), .init(result.disputed), .init(result.apart),
      .text(origin.models.map(\.id).joined(separator: " ")),
      .text(origin.models.map(\.sha256).joined(separator: " ")),
      .text(origin.reviewedWith.joined(separator: "; ")), .text(origin.application),
      .integer(origin.head.sequence), .text(origin.head.hash), .text(origin.notice),
    ]
  }
}

extension SignedResult {
  /// How many cells were signed under a label.
  func count(of label: Label) -> Int {
    signOff.counts.first { $0.label == label }?.cells ?? 0
  }
}
