extension Confusion {
  /// Precision, recall, F1 and support of each class that occurs: byte for byte what scikit-learn prints for
  /// `classification_report(truth, answer, labels=OCCURRING, target_names=CODES, zero_division=0)`.
  ///
  /// Where an answer lies outside these classes (no cell, or a class that does not occur) scikit-learn has a micro
  /// average in the place of the accuracy, and so has this. Where no answer at all is right it prints supports
  /// as `1.0`; this does not.
  public var classificationReport: [String] {
    let width = (scores.map { $0.code.unicodeScalars.count } + ["weighted avg".count]).max() ?? 0
    func line(_ name: String, _ values: [String]) -> String {
      let blanks = String(repeating: " ", count: max(0, width - name.unicodeScalars.count))
      return blanks + name + " " + values.map { " " + $0.padded(left: 9) }.joined()
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
      micro.map { line("micro avg", $0) }
        ?? line("accuracy", ["", "", fixed(accuracy.value ?? 0, 2), "\(accuracy.count)"]),
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
