import Review
import Settings
import Testing

/// `counting.toml`: the laboratory's reference ranges, and its class for nucleated red cells.
struct LaboratoryCountingTests {
  private static let classes = [("NEUTROPHIL", true), ("ERYTHROBLAST", false), ("NRBC", false)].map
  {
    CellClass(code: $0.0, name: "", short: "", letter: "", core: true, countsInTotal: $0.1)
  }

  private func counting(_ text: String) throws -> LaboratoryCounting {
    var counting = LaboratoryCounting(classes: Self.classes)
    try counting.take(file: SettingsFile(text, path: "counting.toml"))
    return counting
  }

  @Test func `without a file nothing is a reference, and erythroblasts correct the count`() {
    let rules = LaboratoryCounting(classes: Self.classes).rules
    #expect(rules.ranges.isEmpty)
    #expect(rules.nucleatedRedCell.rawValue == "ERYTHROBLAST")
  }

  @Test func `ranges and the red cell are taken, and shown with their place`() throws {
    let counting = try counting(
      """
      nucleated_red_cell = "NRBC"
      [NEUTROPHIL]
      percent = [45, 79]
      absolute = [1.8, 7.8]
      """)
    let ranges = counting.rules.ranges[Label(rawValue: "NEUTROPHIL")]
    #expect(ranges?.percentage == ReferenceRange(low: 45, high: 79))
    #expect(ranges?.absolute == ReferenceRange(low: 1.8, high: 7.8))
    #expect(counting.rules.nucleatedRedCell.rawValue == "NRBC")
    #expect(
      counting.lines.map { "\($0.key) \($0.value ?? "") \($0.origin)" } == [
        #"nucleated_red_cell "NRBC" counting.toml:1"#,
        "NEUTROPHIL { percent = [45.0, 79.0], absolute = [1.8, 7.8] } counting.toml:2",
      ])
  }

  @Test(arguments: [
    "nucleated_red_cell = \"NRB\"", "[NEUTROFIL]\npercent = [1, 2]", "[NEUTROPHIL]\npercent = 45",
    "[NEUTROPHIL]\npercent = [79, 45]", "[NEUTROPHIL]\npercent = [45, 790]",
    "[NEUTROPHIL]\nabsolute = [-1, 2]", "[NEUTROPHIL]\nabsolut = [1, 2]",
    "[NEUTROPHIL]\npercent = [1, 2, 3]", "[NEUTROPHIL]\npercent = [\"1\", \"2\"]", "ranges = 3",
  ])
  func `what cannot be used is refused with its line`(text: String) {
    #expect { try counting(text) } throws: { error in
      guard case .invalid(let fault)? = error as? SettingsError,
        case .file("counting.toml", let line) = fault.origin
      else { return false }
      return line == (text.contains("\n") && !text.contains("FIL]") ? 2 : 1)
    }
  }
}
