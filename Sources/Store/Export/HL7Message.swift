import Review

/// A result as one HL7 version 2.5.1 message, ORU^R01: an unsolicited observation message for a laboratory system.
///
/// Segments end with a carriage return. OBX-11 and OBR-25 say P while the result is preliminary, F once it
/// is signed, C after an amendment (table 0085). There is no patient in it: PID holds placeholders, since
/// version 2.5.1 demands the segment's identifier and name.
struct HL7Message {
  private let result: SlideResult
  private var segments: [String] = []

  init(_ result: SlideResult) {
    self.result = result
    header()
    order()
    for row in result.rows { percentage(row) }
    observe(
      "NM", LocalCode.total, "white cells counted", "\(result.differential.total)", Self.cells)
    absolutes()
    for tally in result.tallies {
      observe(
        "NM", LocalCode.count(of: tally.label), "\(tally.name), outside the total",
        "\(tally.count)", Self.cells)
    }
    if let red = result.nucleatedRedCellsPer100, red > 0 {
      observe(
        "NM", LOINC.nucleatedRedCells, nil, "nucleated red cells", ResultText.number(red),
        "/100{WBC}^per 100 white cells^UCUM")
    }
  }

  /// The message, each segment with its carriage return.
  var bytes: [UInt8] { Array(segments.map { $0 + "\r" }.joined().utf8) }

  // MARK: Segments

  private mutating func header() {
    let origin = result.origin
    let application = HL7Text.escaped(origin.application)
    segments.append(
      // Processing ID T: what is for research only is not to be filed as production data.
      [
        "MSH", "^~\\&", "HEMATOVISION", "", "", "", time(origin.time), "", "ORU^R01^ORU_R01",
        String(origin.head.hash.prefix(20)), "T", "2.5.1", "", "", "", "", "", "UNICODE UTF-8",
      ].joined(separator: "|"))
    segments.append(
      ["SFT", "HematoVision", application, "HematoVision", application].joined(separator: "|"))
    segments.append("PID|1||NOPATIENT||^^^^^^U")
  }

  private mutating func order() {
    let slide = result.slide
    let panel = LOINC.manualDifferential
    let filler = slide.specimen.isEmpty ? slide.slide : "\(slide.specimen)/\(slide.slide)"
    var fields = Array(repeating: "", count: 33)
    fields[0] = "OBR"
    fields[1] = "1"
    // The data type takes 199 characters.
    fields[3] = HL7Text.escaped(String(filler.prefix(199)))
    fields[4] = "\(panel.code)^\(HL7Text.escaped(panel.display))^LN"
    fields[7] = moment
    fields[22] = moment
    fields[25] = state
    if let signed = result.signatures.last {
      let name = HL7Text.escaped(signed.signOff.reviewer)
      fields[32] = "\(name)&\(name)"
    }
    segments.append(HL7Text.trimmed(fields))
    for (index, remark) in ResultText.remarks(result).enumerated() {
      segments.append("NTE|\(index + 1)|L|\(HL7Text.escaped(remark))")
    }
  }

  private mutating func percentage(_ row: SlideResult.Row) {
    let range = row.ranges.percentage
    observe(
      "NM", LOINC.percentage(of: row.label, in: result), LocalCode.percentage(of: row.label),
      "\(row.name), % of white cells", row.percentage.map(ResultText.number) ?? "",
      "%^percent^UCUM", range: range, flag: flag(row.percentage, range))
    observe(
      "NM", LocalCode.count(of: row.label), "\(row.name), cells counted", "\(row.count)",
      Self.cells)
    guard let limits = row.limits.map(ResultText.limits) else { return }
    observe(
      "SN", LocalCode.limits(of: row.label), "\(row.name), exact 95 % limits of the percentage",
      "^\(limits.low)^-^\(limits.high)",
      "%^percent^UCUM")
  }

  private mutating func absolutes() {
    guard let absolute = result.absolute else { return }
    observe(
      "NM", LOINC.whiteCells, nil, "white cells as given", ResultText.number(absolute.whiteCells),
      Self.volume)
    if absolute.isCorrected {
      observe(
        "NM", LOINC.correctedWhiteCells, nil, "white cells corrected",
        ResultText.number(absolute.correctedWhiteCells), Self.volume)
    }
    for row in result.rows {
      guard let value = row.absolute else { continue }
      observe(
        "NM", LOINC.absolute(of: row.label, in: result), LocalCode.absolute(of: row.label),
        "\(row.name), cells a volume", ResultText.number(value), Self.volume,
        range: row.ranges.absolute, flag: flag(value, row.ranges.absolute))
    }
  }

  private mutating func observe(
    _ type: String, _ local: String, _ name: String, _ value: String, _ unit: String
  ) {
    observe(type, nil, local, name, value, unit)
  }

  private mutating func observe(
    _ type: String, _ loinc: LaboratoryCode?, _ local: String?, _ name: String, _ value: String,
    _ unit: String, range: ReferenceRange? = nil, flag: String = ""
  ) {
    let number = segments.count { $0.hasPrefix("OBX|") } + 1
    let codes = [
      loinc.map { "\($0.code)^\(HL7Text.escaped($0.display))^LN" },
      local.map { "\(HL7Text.escaped($0))^\(HL7Text.escaped(name))^\(LocalCode.table)" },
    ].compactMap { $0 }
    var fields = Array(repeating: "", count: 20)
    fields[0] = "OBX"
    fields[1] = String(number)
    fields[2] = type
    fields[3] = codes.joined(separator: "^")
    fields[5] = value
    fields[6] = unit
    fields[7] = range.map { "\(ResultText.number($0.low))-\(ResultText.number($0.high))" } ?? ""
    fields[8] = flag
    // Without a value the result cannot be obtained (table 0085), whoever signed.
    fields[11] = value.isEmpty ? "X" : state
    fields[14] = moment
    fields[16] = result.reviewers.map(HL7Text.escaped).joined(separator: "~")
    fields[18] = result.origin.models.map {
      // The hash is too long for a namespace; it is the identifier that holds everywhere (type L, local).
      "\(HL7Text.escaped($0.id))^^\(HL7Text.escaped($0.sha256))^L"
    }.joined(separator: "~")
    segments.append(HL7Text.trimmed(fields))
  }

  // MARK: Values

  private static let cells = "{cells}^cells^UCUM"
  private static let volume = "10*9/L^10\\S\\9 a litre^UCUM"

  private var state: String {
    switch result.status {
    case .preliminary: "P"
    case .final: "F"
    case .amended: "C"
    }
  }

  /// When the result got the state it is in.
  private var moment: String {
    guard result.status != .preliminary, let signed = result.signatures.last else {
      return time(result.origin.time)
    }
    return time(signed.time)
  }

  /// `20261122210533.120+0000`
  private func time(_ time: Timestamp) -> String {
    String(time.utcText.filter { $0.isNumber || $0 == "." }) + "+0000"
  }

  private func flag(_ value: Double?, _ range: ReferenceRange?) -> String {
    guard let value, let range else { return "" }
    let position = range.position(of: value)
    return position == .within ? "N" : position.rawValue
  }
}

/// Text inside a field of HL7 version 2.
enum HL7Text {
  /// The text with the delimiters as escape sequences (2.5.1, chapter 2.7). Letters beyond ASCII stand as they
  /// are: MSH-18 names UTF-8. Control characters would end a segment; they go by their code.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|": escaped += "\\F\\"
      case "^": escaped += "\\S\\"
      case "&": escaped += "\\T\\"
      case "~": escaped += "\\R\\"
      case "\\": escaped += "\\E\\"
      default:
        if scalar.value < 32 || scalar.value == 127 {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          escaped += "\\X\(digits.count < 2 ? "0" : "")\(digits)\\"
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }

  /// A segment without the empty fields at its end.
  static func trimmed(_ fields: [String]) -> String {
    var fields = fields
    while fields.last == "" { fields.removeLast() }
    return fields.joined(separator: "|")
  }
}
