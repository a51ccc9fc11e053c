extension AgreementReport {
  /// A header and a row for each group, kind of suggestion and class: fields as plain text, no separators and no
  /// quotes yet. Every row carries the head of the log and the notice.
  public var rows: [[String]] {
    let header = [
      "group", "suggestions", "suggested", "answers", "overridden", "override_rate", "low_95",
      "high_95", "median_dwell_ms", "log_head_sequence", "log_head_hash", "app_version",
      "ruo_notice",
    ]
    let origin = ["\(source.headSequence)", source.headHash, source.application, source.notice]
    var rows = [header]
    for group in [all] + groups {
      for (kind, answers) in [("seen", group.seen), ("withheld", group.withheld)] {
        func row(_ suggested: String, _ overrides: Overrides, dwell: Int?) -> [String] {
          [group.name, kind, suggested] + overrides.fields + [dwell.map(String.init) ?? ""] + origin
        }
        rows.append(row("all", answers.overrides, dwell: answers.medianDwellMilliseconds))
        for one in answers.classes { rows.append(row(one.suggested, one.overrides, dwell: nil)) }
      }
    }
    return rows
  }

  /// The report as one JSON object with sorted keys, names in snake_case.
  public var json: String { jsonObject(self) }
}

extension AgreementReport.Overrides {
  fileprivate var fields: [String] {
    [
      "\(answers)", "\(overridden)", share.map { fixed($0, 6) } ?? "", fixed(low, 6),
      fixed(high, 6),
    ]
  }
}
