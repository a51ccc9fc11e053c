import Review

extension AgreementReport {
  /// The report for people, at most 80 columns wide but for long names and many classes.
  public var text: String {
    var lines = heading
    lines += [""] + section("SUGGESTIONS THAT WERE SEEN before the answer", \.seen)
    lines += [""] + section("SUGGESTIONS THAT WERE WITHHELD until the answer", \.withheld)
    lines +=
      [""]
      + wrapped(
        """
        An override is any answer other than the suggestion, "other" and "cannot be told" among them. Brackets \
        hold exact 95 % limits (Clopper and Pearson), which take the cells as independent. People agree more with \
        what they see: what agreement is worth shows where the suggestion was withheld. There the first answer \
        counts, elsewhere the one that holds.
        """, first: "  ", indent: "  ")
    lines += [""] + secondReviewSection
    lines += [""] + disagreementSection
    lines += [""] + drift.lines
    return (lines + ["", source.notice]).joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    func entry(_ name: String, _ text: String) -> String { name.padded(to: 10) + text }
    var lines = ["HOW REVIEWERS, SUGGESTIONS AND SECOND READERS AGREE", source.notice, ""]
    lines.append(entry("Log", source.log))
    lines.append(entry("Head", "\(source.headSequence):\(source.headHash)"))
    if let directory = source.directory { lines.append(entry("Directory", directory)) }
    if let reviewer = source.reviewer { lines.append(entry("Reviewer", "only \(reviewer)")) }
    if let model = source.model { lines.append(entry("Model", "only \(model)")) }
    return lines + [entry("Program", source.application)]
  }

  private func section(_ title: String, _ answers: (Group) -> Answers) -> [String] {
    guard answers(all).overrides.answers > 0 else { return [title, "  none"] }
    var table = TextTable()
    table.add(["", "answers", "overridden", "% [95 % limits]", "median time"])
    for group in groups + [all] {
      let answers = answers(group)
      table.add([
        group.name, "\(answers.overrides.answers)", "\(answers.overrides.overridden)",
        percent(answers.overrides),
        answers.medianDwellMilliseconds.map { "\(fixed(Double($0) / 1000, 1)) s" } ?? "-",
      ])
    }
    var classes = TextTable()
    classes.add(["suggested", "answers", "overridden", "% [95 % limits]"])
    for of in answers(all).classes {
      classes.add([
        of.suggested, "\(of.overrides.answers)", "\(of.overrides.overridden)",
        percent(of.overrides),
      ])
    }
    return [title] + table.lines + [""] + classes.lines + [""]
      + confusion(answers(all).confusion, rows: "suggested", columns: "answered")
  }

  private var secondReviewSection: [String] {
    let title = "SECOND REVIEWS without sight of the first answer"
    guard !secondReviews.isEmpty else { return [title, "  none"] }
    var table = TextTable()
    table.add(["plan", "first", "second", "read", "agreed", "%", "kappa [95 % limits]", "error"])
    for review in secondReviews {
      table.add([
        review.plan, review.firstReviewers.joined(separator: ", "), review.secondReviewer,
        review.planned.map { "\(review.read)/\($0)" } ?? "\(review.read)", "\(review.agreed)",
        percent(review.read == 0 ? nil : Double(review.agreed) / Double(review.read)),
        review.kappa.map { "\(fixed($0.value, 3)) \(limits($0.low, $0.high, 3))" } ?? "-",
        review.kappa.map { fixed($0.standardError, 3) } ?? "-",
      ])
    }
    let whole = secondReviews.last?.confusion ?? []
    return [title] + table.lines + [""]
      + confusion(whole, rows: "first answer", columns: "second reading") + [""]
      + wrapped(
        """
        Cohen's kappa is the agreement beyond chance (0 chance, 1 perfect); - where nothing was read, or all of \
        one class. The limits are the exact ones of the agreement, with agreement by chance held; the error is for \
        large samples (Fleiss, Cohen, Everitt 1969).
        """, first: "  ", indent: "  ")
  }

  private var disagreementSection: [String] {
    let title =
      "DISAGREEMENTS: \(disagreements.count), of which \(openDisagreements) nobody decided yet"
    guard !disagreements.isEmpty else { return [title] }
    var table = TextTable()
    table.endsInText = true
    table.add(["image", "cell", "who said what, what was decided"])
    for disputed in disagreements {
      let words = disputed.words.map { "\($0.reviewer) \($0.label)\($0.second ? " (second)" : "")" }
      let verdict =
        disputed.verdict.map { " -> \($0) by \(disputed.decidedBy ?? "")" }
        ?? (disputed.contested ? "; contested, counts nowhere" : "")
      table.add([
        disputed.image, disputed.cell == 0 ? "all" : "\(disputed.cell)",
        words.joined(separator: ", ") + verdict,
      ])
    }
    return [title] + table.lines
  }

  private func confusion(_ counts: [Count], rows: String, columns: String) -> [String] {
    let first = Set(counts.map(\.first)).sorted()
    let second = Set(counts.map(\.second)).sorted()
    var table = TextTable()
    // Codes are long: columns are numbered, and the rows that have the same name too.
    let names = Set(first + second).sorted()
    func number(_ name: String) -> String { "\((names.firstIndex(of: name) ?? 0) + 1)" }
    table.add(["\(rows) \\ \(columns)", ""] + second.map(number))
    for row in first {
      table.add(
        [row, number(row)]
          + second.map { column in
            let cells = counts.first { $0.first == row && $0.second == column }?.cells
            return cells.map(String.init) ?? "."
          })
    }
    let unnamed = second.filter { !first.contains($0) }
    let legend =
      unnamed.isEmpty
      ? []
      : wrapped(
        unnamed.map { "\(number($0)) \($0)" }.joined(separator: ", "), first: "  ", indent: "  ")
    return table.lines + legend
  }
}

extension DriftReport {
  fileprivate var lines: [String] {
    var lines = ["DRIFT" + (isAlarming ? ": AGREEMENT HAS FALLEN" : "")]
    lines += wrapped(
      """
      The first \(referenceAnswers) answers of a model, and of a reviewer, are the reference; each \
      further \(blockAnswers) are held against them (Fisher's exact test). While nothing changes, at most one false \
      alarm in \(cellsPerFalseAlarm) cells of a series is expected, whatever the share of overrides is.
      """, first: "  ", indent: "  ")
    guard !series.isEmpty else { return lines + ["  no answers"] }
    var table = TextTable()
    table.add(["overridden", "answers", "of the reference", "alarm at", "blocks"])
    for one in series {
      table.add([
        "\(one.of) \(one.name), \(one.seen ? "seen" : "withheld")", "\(one.answers)",
        "\(one.reference.overridden)/\(one.reference.answers)",
        one.threshold.map { "\($0)/\(blockAnswers)" } ?? "-", "\(one.blocks)",
      ])
    }
    lines += table.lines
    for one in series {
      lines += wrapped(
        "\(one.of) \(one.name), \(one.seen ? "seen" : "withheld"): \(state(of: one))\(power(of: one)).",
        first: "  ", indent: "    ")
    }
    return lines
  }

  private func power(of one: Series) -> String {
    guard let share = one.noticedShare, let cells = one.noticedAfter,
      let before = one.reference.share
    else { return "" }
    return
      "; a fall of agreement from \(percent(1 - before)) to \(percent(1 - share)) % is noticed "
      + "after \(cells) cells at the median"
  }

  private func state(of one: Series) -> String {
    guard one.reference.answers == referenceAnswers else {
      return "the reference needs \(referenceAnswers - one.reference.answers) more"
    }
    if one.alarms.isEmpty { return one.blocks == 0 ? "no block is full yet" : "no drift" }
    let blocks = one.alarms.map {
      "\($0.overridden)/\(blockAnswers) in answers \($0.firstAnswer)-\($0.lastAnswer)"
    }.joined(separator: ", ")
    return one.alarming ? "DRIFT: \(blocks)" : "drifted before, not now: \(blocks)"
  }
}

/// A share in per cent with its exact limits.
private func percent(_ overrides: AgreementReport.Overrides) -> String {
  overrides.share == nil
    ? "-"
    : "\(percent(overrides.share)) \(percentLimits(overrides.low, overrides.high))"
}
