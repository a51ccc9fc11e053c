import Foundation
import Review
import Store
import Testing

/// Each format, written and read back by a reader that shares nothing with the writer.
struct ResultFormatTests {
  private static let hostile = "a|b^c&d~e\\F\\ <script>alert(1)</script> \"Zo\u{EB}\" =1+1"

  private static let rules = CountingRules(
    nucleatedRedCell: Label(rawValue: "ERYTHROBLAST"),
    ranges: [
      Label(rawValue: "NEUTROPHIL"): ReferenceRanges(
        percentage: ReferenceRange(low: 45, high: 60), absolute: ReferenceRange(low: 1.8, high: 7))
    ])

  /// A slide in each state: what the log's own result is, and the letter and word for it.
  private static func slides() throws -> [(ResultFixture, String, String)] {
    let unsigned = try ResultFixture.reviewed()
    let signed = try ResultFixture.reviewed()
    try signed.sign()
    let changed = try ResultFixture.reviewed()
    let first = try changed.sign()
    let amended = try ResultFixture.reviewed()
    let earlier = try amended.sign()
    for (slide, signature) in [(changed, first), (amended, earlier)] {
      try slide.append([
        .decided(
          ResultFixture.decision(
            2, "LYMPHOCYTE", supersedes: EntryID(session: "s1", number: 2), amends: signature,
            reason: "small"))
      ])
    }
    try amended.sign(replaces: earlier)
    return [
      (unsigned, "P", "preliminary"), (signed, "F", "final"), (changed, "P", "preliminary"),
      (amended, "C", "amended"),
    ]
  }

  /// Whether limits as they are shown, to a hundredth, hold the exact ones and are no wider than that.
  private func isOutwards(_ low: Double?, _ high: Double?, _ limits: ClosedRange<Double>?) -> Bool {
    guard let low, let high, let limits else { return false }
    let unsure = 1e-7
    return low <= limits.lowerBound + unsure && limits.lowerBound - low < 0.01 + unsure
      && high >= limits.upperBound - unsure && high - limits.upperBound < 0.01 + unsure
  }

  private func number(_ value: Any?) -> Double? { (value as? String).flatMap(Double.init) }

  // MARK: Differential CSV

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent parser"))
  func `the differential's table says what the log says`() throws {
    for (slide, _, word) in try Self.slides() {
      let result = try slide.results(rules: Self.rules)[0]
      let script =
        "import csv, json, sys; "
        + "print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))))"
      let (status, output) = try run(
        "python3", ["-c", script, try slide.file(.differential, rules: Self.rules)])
      #expect(status == 0)
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: String]])
      #expect(rows.count == result.rows.count + result.tallies.count)
      for (row, own) in zip(rows, result.rows) {
        #expect(row["class"] == own.label.rawValue)
        #expect(row["count"] == String(own.count))
        #expect(row["percent"].flatMap(Double.init) == own.percentage)
        #expect(row["ci_low"].flatMap(Double.init) == own.limits?.lowerBound)
        #expect(row["ci_high"].flatMap(Double.init) == own.limits?.upperBound)
        #expect(row["cells_10e9_per_l"].flatMap(Double.init) == own.absolute)
        #expect(row["in_total"] == "true")
      }
      for (row, own) in zip(rows.dropFirst(result.rows.count), result.tallies) {
        #expect(row["class"] == own.label.rawValue)
        #expect(row["count"] == String(own.count))
        #expect(row["in_total"] == "false")
        #expect(row["percent"] == "")
      }
      for row in rows {
        #expect(row["n_total"] == String(result.differential.total))
        #expect(row["target_n"] == "100")
        #expect(row["target_reached"] == "false")
        #expect(row["result_status"] == word)
        #expect(row["model_id"] == LogFixture.model.id)
        #expect(row["model_sha256"] == LogFixture.model.sha256)
        #expect(row["app_version"] == ResultFixture.application)
        #expect(row["log_seq"] == String(result.origin.head.sequence))
        #expect(row["log_hash"] == result.origin.head.hash)
        #expect(row["ruo_notice"] == ResultFixture.notice)
      }
      #expect(rows[0]["loinc"] == "23761-0")
      #expect(rows[0]["percent_ref_low"] == "45.0")
      #expect(rows[3]["loinc"] == "", "no code of immature granulocytes was verified")
    }
  }

  // MARK: HL7

  @Test(.enabled(if: IndependentReader.hasHL7, "needs the Python package hl7apy"))
  func `hl7apy accepts the message strictly and reads the log's values in it`() throws {
    for (slide, letter, _) in try Self.slides() {
      let result = try slide.results(rules: Self.rules)[0]
      let messages = try #require(
        try IndependentReader.read("read_hl7.py", try slide.file(.hl7, rules: Self.rules))
          as? [[String: Any]])
      #expect(messages.count == 1)
      let message = messages[0]
      #expect(message["version"] as? String == "2.5.1")
      #expect(message["characters"] as? String == "UNICODE UTF-8")
      #expect(message["processing"] as? String == "T")
      #expect(message["pid"] as? String == "PID|1||NOPATIENT||^^^^^^U", "no patient")
      #expect(message["status"] as? String == letter)
      let observations = try #require(message["observations"] as? [[String: Any]])
      #expect(observations.allSatisfy { ["\(letter)", "X"].contains($0["status"] as? String) })
      #expect(observations.allSatisfy { $0["status"] as? String == letter })
      func observation(_ code: String) -> [String: Any]? {
        observations.first { ($0["codes"] as? [String])?.contains(code) == true }
      }
      for row in result.rows {
        let code = row.label.rawValue
        let percentage = try #require(observation("\(code).PERCENT"))
        let shown = try #require(number(percentage["value"]))
        #expect(abs(shown - (row.percentage ?? -1)) <= 0.005)
        #expect(percentage["unit"] as? String == "%")
        #expect(number(observation("\(code).COUNT")?["value"]) == Double(row.count))
        let limits = try #require(observation("\(code).CI95"))
        let ends = (limits["value"] as? String)?.split(separator: "^").compactMap {
          Double($0)
        }
        #expect(isOutwards(ends?.first, ends?.last, row.limits))
        let absolute = number(observation("\(code).ABSOLUTE")?["value"])
        #expect(abs((absolute ?? -1) - (row.absolute ?? 0)) <= 0.005)
      }
      for tally in result.tallies {
        #expect(
          number(observation("\(tally.label.rawValue).COUNT")?["value"]) == Double(tally.count))
      }
      #expect(number(observation("TOTAL.COUNT")?["value"]) == 16)
      #expect(number(observation("19048-8")?["value"]) == 12.5)
      let neutrophils = try #require(observation("23761-0"))
      #expect(neutrophils["range"] as? String == "45.00-60.00")
      #expect(
        neutrophils["flag"] as? String == (result.rows[0].percentage ?? 0 > 60 ? "H" : "N"))
      #expect(
        neutrophils["equipment"] as? String
          == "\(LogFixture.model.id)^^\(LogFixture.model.sha256)^L")
      #expect(neutrophils["observer"] as? String == "kbm")
      let notes = try #require(message["notes"] as? [String])
      #expect(notes.first == ResultFixture.notice)
      for text in [
        result.origin.head.hash, LogFixture.model.sha256, ResultFixture.application,
      ] {
        #expect(notes.contains { $0.contains(text) })
      }
      #expect(
        notes.contains { $0.contains("NEUTROPHIL to LYMPHOCYTE: small") }
          == !result.amendments.isEmpty)
    }
  }

  @Test(.enabled(if: IndependentReader.hasHL7, "needs the Python package hl7apy"))
  func `delimiters, letters beyond ASCII and line ends survive HL7`() throws {
    let slide = try ResultFixture.reviewed(specimen: "26\r\nMSH|^", slide: Self.hostile)
    let messages = try #require(
      try IndependentReader.read("read_hl7.py", try slide.file(.hl7)) as? [[String: Any]])
    #expect(messages.count == 1)
    #expect(messages.first?["filler"] as? String == "26\r\nMSH|^/" + Self.hostile)
  }

  // MARK: FHIR

  @Test(.enabled(if: IndependentReader.hasFHIR, "needs the Python package fhir.resources"))
  func `fhir.resources accepts the bundle and reads the log's values in it`() throws {
    for (slide, _, word) in try Self.slides() {
      let result = try slide.results(rules: Self.rules)[0]
      let bundle = try #require(
        try IndependentReader.read("read_fhir.py", try slide.file(.fhir, rules: Self.rules))
          as? [String: Any])
      #expect(bundle["type"] as? String == "collection")
      let reports = try #require(bundle["reports"] as? [[String: Any]])
      #expect(reports.map { $0["status"] as? String } == [word])
      let observations = try #require(bundle["observations"] as? [[String: Any]])
      #expect(observations.allSatisfy { $0["status"] as? String == word })
      #expect((reports + observations).allSatisfy { $0["subject"] as? Bool == false }, "no patient")
      #expect(reports[0]["results"] as? Int == observations.count)
      func observation(_ code: String) -> [String: Any]? {
        observations.first {
          ($0["codes"] as? [[String]])?.contains { $0.last == code } == true
        }
      }
      func value(_ quantity: Any?) -> Double? {
        number((quantity as? [String: Any])?["value"])
      }
      for row in result.rows {
        let percentage = try #require(observation("\(row.label.rawValue).PERCENT"))
        let quantity = try #require(percentage["value"] as? [String: Any])
        #expect(abs((value(quantity) ?? -1) - (row.percentage ?? 0)) <= 0.005)
        #expect(quantity["code"] as? String == "%")
        #expect(quantity["system"] as? String == "http://unitsofmeasure.org")
        let components = try #require(percentage["components"] as? [String: Any])
        #expect(value(components["CELLS"]) == Double(row.count))
        #expect(
          isOutwards(value(components["CI95.LOW"]), value(components["CI95.HIGH"]), row.limits))
        let notes = try #require(percentage["notes"] as? [String])
        #expect(notes.first == ResultFixture.notice)
        #expect(notes.contains { $0.contains(result.origin.head.hash) })
        #expect(
          notes.contains { $0.hasPrefix("Signed by kbm") }
            == (result.status == .amended
              || result.status == .preliminary
                && !result.signatures.isEmpty),
          "the earlier value")
        let absolute = value(observation("\(row.label.rawValue).ABSOLUTE")?["value"])
        #expect(abs((absolute ?? -1) - (row.absolute ?? 0)) <= 0.005)
      }
      for tally in result.tallies {
        #expect(
          value(observation("\(tally.label.rawValue).COUNT")?["value"]) == Double(tally.count))
      }
      #expect(value(observation("TOTAL.COUNT")?["value"]) == 16)
      let conclusion = try #require(reports[0]["conclusion"] as? String)
      #expect(conclusion.hasPrefix(ResultFixture.notice))
      #expect(conclusion.contains(result.origin.head.hash))
      let devices = try #require(bundle["devices"] as? [[String: Any]])
      #expect(devices[0]["hashes"] as? [String] == [LogFixture.model.sha256])
      #expect((devices[0]["names"] as? [String])?.contains(LogFixture.model.id) == true)
      #expect((devices[0]["versions"] as? [String])?.first == ResultFixture.application)
      let interpreters = reports[0]["interpreter"] as? [String]
      #expect(reports[0]["performer"] as? [String] == ["kbm"])
      #expect(interpreters == (result.signatures.isEmpty ? [] : ["kbm"]))
    }
  }

  @Test(.enabled(if: IndependentReader.hasDefinitions, "needs the Python package fhirkit-rs"))
  func `the bundle keeps to the definitions of FHIR R4, and faults put into it are told`() throws {
    for (slide, _, _) in try Self.slides() {
      let said = try #require(
        try IndependentReader.read("check_fhir.py", try slide.file(.fhir, rules: Self.rules))
          as? [String: [String]])
      #expect(said == ["faults": [], "untold": []])
    }
  }

  @Test(.enabled(if: IndependentReader.hasFHIR, "needs the Python package fhir.resources"))
  func `hostile names survive FHIR as text`() throws {
    let slide = try ResultFixture.reviewed(specimen: "\u{1B}[2J\u{0}", slide: Self.hostile)
    let bundle = try #require(
      try IndependentReader.read("read_fhir.py", try slide.file(.fhir)) as? [String: Any])
    let specimens = try #require(bundle["specimens"] as? [[String: Any]])
    #expect(specimens[0]["slide"] as? String == Self.hostile)
    #expect(specimens[0]["accession"] as? String == "\u{FFFD}[2J\u{FFFD}")
  }

  // MARK: All of them

  /// Codes of automated counts (LOINC): none of them may stand on what a person verified.
  private static let automated = [
    "770-8", "751-8", "736-9", "731-0", "5905-5", "742-7", "713-8", "711-2", "706-2", "704-7",
    "6690-2", "58413-6", "35332-6", "33256-9",
  ]

  @Test func `no code of an automated count labels a verified one`() throws {
    let slide = try ResultFixture.reviewed()
    try slide.append([.decided(ResultFixture.decision(800, "BAND"))])
    for format in ResultFormat.allCases {
      let text = try slide.text(format)
      let found = Self.automated.filter { code in
        ["\"\(code)\"", "|\(code)^", ",\(code),"].contains { text.contains($0) }
      }
      #expect(found == [])
    }
    // With band forms apart the rest of the neutrophils are the segmented ones.
    #expect(try slide.text(.fhir).contains("\"769-0\""))
    #expect(try !slide.text(.fhir).contains("\"23761-0\""))
    #expect(try !slide.text(.fhir).contains("\"26499-4\""))
  }

  @Test func `the same log gives the same bytes`() throws {
    let slide = try ResultFixture.reviewed()
    try slide.sign()
    for format in ResultFormat.allCases {
      #expect(try slide.text(format) == slide.text(format))
    }
  }

  @Test func `two slides stand in one file`() throws {
    let slide = try ResultFixture.reviewed()
    let other = ImagePath("/slides/b")
    try slide.append([
      .opened(directory: other, application: "hematovision 0.1.0", model: nil),
      .decided(LogFixture.decision(of: other.appending(ImagePath("1.png")))),
    ])
    #expect(try slide.text(.hl7).components(separatedBy: "MSH|").count == 3)
    #expect(
      try slide.text(.fhir).components(separatedBy: "\"DiagnosticReport\"").count == 3)
    #expect(try slide.text(.report).components(separatedBy: "<section>").count == 3)
    let lines = try slide.text(.differential).components(separatedBy: "\r\n")
    #expect(lines.count == 2 + 2 * (ResultFixture.classes.count + 3))
  }

  @Test(arguments: [
    (0.0, "0.00"), (62.5, "62.50"), (35.4346, "35.43"), (100, "100.00"), (0.005, "0.01"),
    (9.999, "10.00"), (-0.001, "0.00"),
  ])
  func `numbers have two decimals`(value: Double, text: String) throws {
    // By way of a reference range, which is written as it is given.
    let slide = try ResultFixture.reviewed()
    let rules = CountingRules(ranges: [
      Label(rawValue: "LYMPHOCYTE"): ReferenceRanges(
        percentage: ReferenceRange(low: value, high: 200))
    ])
    #expect(try slide.text(.hl7, rules: rules).contains("|\(text)-200.00|"))
  }
}
