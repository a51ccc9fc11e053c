extension Confusion {
  /// Precision, recall, F1 and support of each class in the layout of scikit-learn's
  /// `classification_report`.
  public var classificationReport: [String] {
    let width = (scores.map(\.code.count) + ["weighted avg".count]).max() ?? 0
    func line(_ name: String, _ values: [String]) -> String {
      name.padded(left: width) + " " + values.map { " " + $0.padded(left: 9) }.joined()
    }
    func line(_ name: String, _ average: Average) -> String {
      line(
        name,
        [average.precision, average.recall, average.f1].map { fixed($0, 2) } + ["\(accuracy.count)"]
      )
    }
    let classes = scores.map { score in
      line(
        score.code,
        [score.precision, score.recall.value ?? 0, score.f1].map { fixed($0, 2) }
          + ["\(score.support)"])
    }
    return [line("", ["precision", "recall", "f1-score", "support"]), ""] + classes + [
      "",
      line("accuracy", ["", "", fixed(accuracy.value ?? 0, 2), "\(accuracy.count)"]),
      line("macro avg", macro), line("weighted avg", weighted),
    ]
  }

  /// The counts as a table: rows true, columns answered, those classes only that occur.
  var table: [String] {
    let columns = codes.indices.filter { column in
      counts[column].contains { $0 > 0 } || counts.contains { $0[column] > 0 }
    }
    var table = TextTable()
    table.add(["true"] + columns.map { shortCodes[$0] } + ["no cell", "recall % [95 %]"])
    for (place, row) in counts.enumerated() {
      let support = row.reduce(0, +)
      guard support > 0 else { continue }
      table.add(
        [shortCodes[place]] + columns.map { "\(row[$0])" } + ["\(row[codes.count])"]
          + [percent(Share(row[place], of: support))])
    }
    return table.lines
  }
}
