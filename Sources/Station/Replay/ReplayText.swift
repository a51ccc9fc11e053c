public import Review
import Screen

/// A replay as lines for any terminal or pipe: the same bytes on every run.
public enum ReplayText {
  /// One record: its place in the log, when (UTC), who, which picture, what, and the counts after it.
  public static func line(
    _ step: Replay.Step, _ replay: Replay, below root: ImagePath?
  ) -> String {
    what(step, below: root) + "  | \(counts(step, replay))"
  }

  /// The same without the counts.
  static func what(_ step: Replay.Step, below root: ImagePath?) -> String {
    let record = step.record
    let place = String(record.sequence)
    let time = record.time.utcText.replacing("T", with: " ").prefix(19)
    let image = record.entry.event.image.map {
      (root.map($0.relative(to:)) ?? $0.fileName).lossyText + ": "
    }
    let text =
      "\(String(repeating: " ", count: max(0, 6 - place.count)))\(place)  \(time)Z  "
      + "\(record.identity.reviewer)  \(image ?? "")\(step.sentence)"
    return ScreenText.spelledOut(text)
  }

  /// The counts of a step: the total, then each label that was given, in the classes' order.
  private static func counts(_ step: Replay.Step, _ replay: Replay) -> String {
    let given = replay.labels(of: step.differential).map {
      "\(replay.name(of: $0)) \(step.differential.count(of: $0))"
    }
    let contested = step.contested == 0 ? [] : ["contested \(step.contested)"]
    return ScreenText.spelledOut(
      (["counted \(step.differential.total)"] + given + contested).joined(separator: "  "))
  }

  /// The differential of a step as a table: class, cells, percentage, exact 95 % limits.
  public static func table(_ differential: Differential, _ replay: Replay) -> [String] {
    let rows = replay.labels(of: differential).map { label in
      let counts = differential.count(of: label)
      let percentage =
        replay.countsInTotal(label)
        ? differential.percentage(of: label).map { "\($0.tenths) %" } : "apart"
      let limits =
        replay.countsInTotal(label)
        ? differential.limits(of: label).map {
          let shown = $0.outwards(digits: 1)
          return "\(shown.lowerBound.tenths) to \(shown.upperBound.tenths)"
        } : nil
      return [label.rawValue, String(counts), percentage ?? "-", limits ?? ""]
    }
    let all = rows + [["total", String(differential.total), "", ""]]
    let widths = (0..<4).map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        let pad = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + pad : pad + cell.0
      }
      let text = cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()
      return ScreenText.spelledOut(String(text))
    }
  }
}
