import Review

/// A code by which a laboratory system knows what was measured.
struct LaboratoryCode: Hashable {
  let code: String
  /// The name that the code's own system gives it.
  let display: String
}

/// LOINC codes of a count by eye.
///
/// Only codes that public copies of the LOINC table name word for word stand here (read 2026-11-25: loinc.org's pages of
/// 24318-8 and 58413-6, ARUP's test directory, several published code lists that agree). Codes of automated counts
/// must not label what a person verified; a class without a code here goes under `local`.
enum LOINC {
  static let uri = "http://loinc.org"

  static let manualDifferential = LaboratoryCode(
    code: "24318-8", display: "Manual Differential panel - Blood")
  static let whiteCells = LaboratoryCode(
    code: "26464-8", display: "Leukocytes [#/volume] in Blood")
  static let correctedWhiteCells = LaboratoryCode(
    code: "12227-5",
    display: "Leukocytes [#/volume] corrected for nucleated erythrocytes in Blood")
  static let nucleatedRedCells = LaboratoryCode(
    code: "19048-8", display: "Nucleated erythrocytes/Leukocytes [Ratio] in Blood")

  private static let percentages: [String: LaboratoryCode] = manual([
    "NEUTROPHIL": ("23761-0", "Neutrophils"), "LYMPHOCYTE": ("737-7", "Lymphocytes"),
    "MONOCYTE": ("744-3", "Monocytes"), "EOSINOPHIL": ("714-6", "Eosinophils"),
    "BASOPHIL": ("707-0", "Basophils"), "BLAST": ("709-6", "Blasts"),
    "BAND": ("764-1", "Band form neutrophils"),
  ])

  /// Without a method: the count is worked out from another instrument's white cell count.
  private static let absolutes: [String: LaboratoryCode] = [
    "NEUTROPHIL": ("26499-4", "Neutrophils"), "LYMPHOCYTE": ("26474-7", "Lymphocytes"),
    "MONOCYTE": ("26484-6", "Monocytes"), "EOSINOPHIL": ("26449-9", "Eosinophils"),
    "BASOPHIL": ("26444-0", "Basophils"), "BLAST": ("30376-8", "Blasts"),
  ].mapValues { LaboratoryCode(code: $0, display: "\($1) [#/volume] in Blood") }

  /// The code of a class's percentage; nil when none was verified.
  static func percentage(of label: Label, in result: SlideResult) -> LaboratoryCode? {
    // Where band forms were counted apart, what is left of the neutrophils are the segmented ones.
    if label.rawValue == "NEUTROPHIL", countsBands(result) {
      return LaboratoryCode(
        code: "769-0", display: "Segmented neutrophils/Leukocytes in Blood by Manual count")
    }
    return percentages[label.rawValue]
  }

  /// The code of a class's cells a volume; nil when none was verified.
  static func absolute(of label: Label, in result: SlideResult) -> LaboratoryCode? {
    if label.rawValue == "NEUTROPHIL", countsBands(result) { return nil }
    return absolutes[label.rawValue]
  }

  private static func countsBands(_ result: SlideResult) -> Bool {
    (result.row(of: Label(rawValue: "BAND"))?.count ?? 0) > 0
  }

  private static func manual(_ codes: [String: (String, String)]) -> [String: LaboratoryCode] {
    codes.mapValues {
      LaboratoryCode(code: $0, display: "\($1)/Leukocytes in Blood by Manual count")
    }
  }
}

/// The program's own codes, for what has no verified LOINC code.
enum LocalCode {
  /// Names the system in FHIR.
  static let uri = "urn:x-hematovision:code"
  /// Names it in HL7 version 2, where a local system begins with 99.
  static let table = "99HMV"

  static func percentage(of label: Label) -> String { "\(label.rawValue).PERCENT" }
  static func absolute(of label: Label) -> String { "\(label.rawValue).ABSOLUTE" }
  static func count(of label: Label) -> String { "\(label.rawValue).COUNT" }
  static func limits(of label: Label) -> String { "\(label.rawValue).CI95" }
  static let total = "TOTAL.COUNT"
  static let limitLow = "CI95.LOW"
  static let limitHigh = "CI95.HIGH"
  static let cells = "CELLS"
}
