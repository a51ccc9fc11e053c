import Digest
import Review

/// Results as one FHIR R4 Bundle of the type `collection` (hl7.org/fhir/R4): for each slide a
/// DiagnosticReport, its Observations, the Specimen and the Device. It names no patient.
///
/// An unsigned result, and one changed since it was signed, has the status `preliminary` everywhere.
enum FHIRBundle {
  static func bytes(_ results: [SlideResult]) -> [UInt8] {
    JSONValue.members([
      ("resourceType", .text("Bundle")), ("type", .text("collection")),
      ("timestamp", results.map(\.origin.time).last.map { .text($0.utcText) }),
      ("entry", results.isEmpty ? nil : .array(results.flatMap { FHIRSlide($0).entries })),
    ]).bytes()
  }
}

/// The entries of one slide.
private struct FHIRSlide {
  let result: SlideResult
  private var status: JSONValue { .text(result.status.rawValue) }
  private var origin: ResultOrigin { result.origin }

  init(_ result: SlideResult) { self.result = result }

  var entries: [JSONValue] {
    var observations: [(String, JSONValue)] = []
    for row in result.rows {
      observations.append(("percent \(row.label.rawValue)", percentage(row)))
      guard let value = row.absolute else { continue }
      observations.append(("absolute \(row.label.rawValue)", absolute(row, value)))
    }
    observations.append(("total", total))
    if let absolute = result.absolute {
      observations.append(("white cells", whiteCells(absolute)))
      if absolute.isCorrected { observations.append(("corrected", corrected(absolute))) }
    }
    for tally in result.tallies {
      observations.append(("count \(tally.label.rawValue)", self.tally(tally)))
    }
    if result.nucleatedRedCellsPer100 ?? 0 > 0 {
      observations.append(("nucleated red cells", nucleatedRedCells))
    }
    return
      [("report", report(observations.map(\.0))), ("specimen", specimen), ("device", device)]
      .map { entry($0.0, $0.1) } + observations.map { entry($0.0, $0.1) }
  }

  // MARK: Resources

  private func report(_ observations: [String]) -> JSONValue {
    let signed = result.signatures.last
    return .members([
      ("resourceType", .text("DiagnosticReport")), ("text", narrative), ("status", status),
      ("category", category(code: "HM", display: "Hematology", system: Self.serviceSection)),
      ("code", concept(LOINC.manualDifferential, text: "White cell differential")),
      ("effectiveDateTime", .text(moment)), ("issued", .text(moment)),
      ("performer", performers), ("specimen", .array([reference("specimen")])),
      ("result", .array(observations.map { reference($0) })),
      ("resultsInterpreter", signed.map { .array([person($0.signOff.reviewer)]) }),
      ("conclusion", .text(clean(ResultText.remarks(result).joined(separator: "\n")))),
    ])
  }

  private var specimen: JSONValue {
    let slide = result.slide
    return .members([
      ("resourceType", .text("Specimen")),
      (
        "identifier",
        .array([
          .members([
            ("system", .text("urn:x-hematovision:slide")), ("value", .text(named(slide.slide))),
          ])
        ])
      ),
      (
        "accessionIdentifier",
        isBlank(slide.specimen) ? nil : .members([("value", .text(clean(slide.specimen)))])
      ),
      ("type", .members([("text", .text("stained blood film"))])),
    ])
  }

  /// The program, with the models whose suggestions were judged.
  private var device: JSONValue {
    .members([
      ("resourceType", .text("Device")),
      (
        "identifier",
        origin.models.isEmpty
          ? nil
          : .array(
            origin.models.map {
              .members([
                ("type", .members([("text", .text("SHA-256 of model \(clean($0.id))"))])),
                ("system", .text("urn:x-hematovision:model-sha256")),
                ("value", .text(clean($0.sha256))),
              ])
            })
      ),
      (
        "deviceName",
        .array(
          [deviceName(origin.application, "user-friendly-name")]
            + origin.models.map { deviceName($0.id, "model-name") })
      ),
      (
        "version",
        .array(
          ([origin.application] + origin.reviewedWith.filter { $0 != origin.application }).map {
            .members([("value", .text(named($0)))])
          })
      ), ("note", .array([note(origin.notice)])),
    ])
  }

  private func deviceName(_ name: String, _ type: String) -> JSONValue {
    .members([("name", .text(named(name))), ("type", .text(type))])
  }

  private func percentage(_ row: SlideResult.Row) -> JSONValue {
    observation(
      concept(
        LOINC.percentage(of: row.label, in: result),
        local: LocalCode.percentage(of: row.label), text: "\(row.name), % of white cells"),
      value: row.percentage.map { quantity(ResultText.number($0), "%", "%") },
      interpretation: interpretation(row.percentage, row.ranges.percentage),
      notes: earlier(row), range: range(row.ranges.percentage, "%", "%"),
      components: [
        component(LocalCode.cells, "cells counted", quantity("\(row.count)", "cells", "{cells}"))
      ]
        + (row.limits.map(ResultText.limits).map {
          [
            component(
              LocalCode.limitLow, "lower exact 95 % limit",
              quantity($0.low, "%", "%")),
            component(
              LocalCode.limitHigh, "upper exact 95 % limit",
              quantity($0.high, "%", "%")),
          ]
        } ?? []))
  }

  private func absolute(_ row: SlideResult.Row, _ value: Double) -> JSONValue {
    observation(
      concept(
        LOINC.absolute(of: row.label, in: result), local: LocalCode.absolute(of: row.label),
        text: "\(row.name), cells a volume"),
      value: volume(value), interpretation: interpretation(value, row.ranges.absolute),
      range: range(row.ranges.absolute, "10*9/L", "10*9/L"))
  }

  private var total: JSONValue {
    observation(
      concept(nil, local: LocalCode.total, text: "white cells counted"),
      value: quantity("\(result.differential.total)", "cells", "{cells}"))
  }

  private func whiteCells(_ absolute: AbsoluteCounts) -> JSONValue {
    observation(
      concept(LOINC.whiteCells, text: "white cell count as another instrument gave it"),
      value: volume(absolute.whiteCells))
  }

  private func corrected(_ absolute: AbsoluteCounts) -> JSONValue {
    observation(
      concept(LOINC.correctedWhiteCells, text: "white cell count without nucleated red cells"),
      value: volume(absolute.correctedWhiteCells))
  }

  private var nucleatedRedCells: JSONValue {
    observation(
      concept(LOINC.nucleatedRedCells, text: "nucleated red cells for 100 white cells"),
      value: result.nucleatedRedCellsPer100.map {
        quantity(ResultText.number($0), "/100 WBC", "/100{WBC}")
      })
  }

  private func tally(_ tally: SlideResult.Tally) -> JSONValue {
    observation(
      concept(
        nil, local: LocalCode.count(of: tally.label), text: "\(tally.name), outside the total"),
      value: quantity("\(tally.count)", "cells", "{cells}"))
  }

  private func observation(
    _ code: JSONValue, value: JSONValue?, interpretation: JSONValue? = nil,
    notes: [JSONValue] = [], range: JSONValue? = nil, components: [JSONValue] = []
  ) -> JSONValue {
    .members([
      ("resourceType", .text("Observation")), ("status", status),
      (
        "category",
        category(code: "laboratory", display: "Laboratory", system: Self.observationCategory)
      ),
      ("code", code), ("effectiveDateTime", .text(moment)), ("issued", .text(moment)),
      ("performer", performers), ("valueQuantity", value),
      ("dataAbsentReason", value == nil ? Self.notPerformed : nil),
      ("interpretation", interpretation),
      ("note", .array([note(origin.notice), note(head)] + notes)),
      (
        "method",
        .members([
          (
            "text",
            .text(
              "microscopic count on images; each cell answered by a person, suggested by a model")
          )
        ])
      ), ("specimen", reference("specimen")), ("device", reference("device")),
      ("referenceRange", range), ("component", components.isEmpty ? nil : .array(components)),
    ])
  }

  // MARK: Parts

  private static let serviceSection = "http://terminology.hl7.org/CodeSystem/v2-0074"
  private static let observationCategory =
    "http://terminology.hl7.org/CodeSystem/observation-category"
  private static let notPerformed = JSONValue.members([
    (
      "coding",
      .array([
        .members([
          ("system", .text("http://terminology.hl7.org/CodeSystem/data-absent-reason")),
          ("code", .text("not-performed")), ("display", .text("Not Performed")),
        ])
      ])
    )
  ])

  /// When the result got the state it is in.
  private var moment: String {
    result.status == .preliminary
      ? origin.time.utcText : result.signatures.last?.time.utcText ?? origin.time.utcText
  }

  private var head: String {
    "Head of the review log: \(origin.head.sequence) \(origin.head.hash)."
  }

  private var performers: JSONValue? {
    result.reviewers.isEmpty ? nil : .array(result.reviewers.map { person($0) })
  }

  private func person(_ name: String) -> JSONValue { .members([("display", .text(named(name)))]) }

  private func note(_ text: String) -> JSONValue { .members([("text", .text(clean(text)))]) }

  /// The value that an amended one had when it was signed before.
  private func earlier(_ row: SlideResult.Row) -> [JSONValue] {
    let signed = result.status == .preliminary ? result.signatures.last : earlierSignature
    guard let signed else { return [] }
    return [
      note(
        "Signed by \(signed.signOff.reviewer), \(signed.time.utcText): "
          + "\(signed.count(of: row.label)) of \(signed.signOff.total) cells.")
    ]
  }

  private var earlierSignature: SignedResult? { result.signatures.dropLast().last }

  private func category(code: String, display: String, system: String) -> JSONValue {
    .array([
      .members([
        (
          "coding",
          .array([
            .members([
              ("system", .text(system)), ("code", .text(code)), ("display", .text(display)),
            ])
          ])
        )
      ])
    ])
  }

  private func concept(
    _ loinc: LaboratoryCode?, local: String? = nil, text: String
  ) -> JSONValue {
    let codings = [
      loinc.map { coding(LOINC.uri, $0.code, $0.display) },
      local.map { coding(LocalCode.uri, $0, text) },
    ].compactMap { $0 }
    return .members([("coding", .array(codings)), ("text", .text(named(text)))])
  }

  private func coding(_ system: String, _ code: String, _ display: String) -> JSONValue {
    .members([
      ("system", .text(system)), ("code", .text(code)), ("display", .text(named(display))),
    ])
  }

  private func component(_ code: String, _ text: String, _ value: JSONValue) -> JSONValue {
    .members([
      ("code", concept(nil, local: code, text: text)), ("valueQuantity", value),
    ])
  }

  private func quantity(_ digits: String, _ unit: String, _ code: String) -> JSONValue {
    .members([
      ("value", .decimal(digits)), ("unit", .text(unit)),
      ("system", .text("http://unitsofmeasure.org")), ("code", .text(code)),
    ])
  }

  private func volume(_ value: Double) -> JSONValue {
    quantity(ResultText.number(value), "10*9/L", "10*9/L")
  }

  private func range(_ range: ReferenceRange?, _ unit: String, _ code: String) -> JSONValue? {
    range.map {
      .array([
        .members([
          ("low", quantity(ResultText.number($0.low), unit, code)),
          ("high", quantity(ResultText.number($0.high), unit, code)),
        ])
      ])
    }
  }

  private func interpretation(_ value: Double?, _ range: ReferenceRange?) -> JSONValue? {
    guard let value, let range else { return nil }
    let (code, display) =
      switch range.position(of: value) {
      case .below: ("L", "Low")
      case .within: ("N", "Normal")
      case .above: ("H", "High")
      }
    let system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
    return .array([.members([("coding", .array([coding(system, code, display)]))])])
  }

  /// The report for a person, in the XHTML that FHIR allows.
  private var narrative: JSONValue {
    let lines = ResultText.remarks(result).map { "<li>\(HTMLText.escaped($0))</li>" }
    let rows = result.rows.map { row in
      let percentage = row.percentage.map(ResultText.number) ?? "-"
      let cells = [HTMLText.escaped(row.name), String(row.count), percentage]
      return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    return .members([
      ("status", .text("generated")),
      (
        "div",
        .text(
          "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>\(result.status.rawValue)</p><table><tbody>"
            + rows.joined() + "</tbody></table><ul>" + lines.joined() + "</ul></div>")
      ),
    ])
  }

  private func entry(_ role: String, _ resource: JSONValue) -> JSONValue {
    .members([("fullUrl", .text(url(role))), ("resource", resource)])
  }

  private func reference(_ role: String) -> JSONValue {
    .members([("reference", .text(url(role)))])
  }

  /// A name for a resource: the same for the same state of the log, so that an export can be compared with
  /// another one (RFC 9562, version 8).
  private func url(_ role: String) -> String {
    let subject =
      Array("\(origin.head.hash)\n\(role)\n".utf8) + result.slide.directory.bytes
    // OpenSSL's digest fails only without memory, and then nothing else goes on either.
    guard var bytes = try? Array(SHA256Digest(of: subject).bytes.prefix(16)) else {
      return "urn:uuid:00000000-0000-8000-8000-000000000000"
    }
    bytes[6] = 0x80 | bytes[6] & 0x0F
    bytes[8] = 0x80 | bytes[8] & 0x3F
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    let groups = [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]]
    return "urn:uuid:" + groups.map { $0.joined() }.joined(separator: "-")
  }

  // MARK: Texts

  /// Without the control characters that FHIR's strings may not hold.
  private func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 32 && $0 != "\n" || $0.value == 127 ? "\u{FFFD}" : $0 }
      ))
  }

  /// A string of FHIR is never empty.
  private func named(_ text: String) -> String { isBlank(text) ? "-" : clean(text) }

  private func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
