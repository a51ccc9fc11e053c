import Review
import Testing

@Suite struct CellMeasuresTests {
  private func measures(nucleus: Int, cytoplasm: Int) -> CellMeasures {
    CellMeasures(
      nucleusArea: nucleus, cytoplasmArea: cytoplasm, lobeCount: 1, nucleusRoundness: 1,
      cellRoundness: 1, granularity: 0, nucleusColour: MeanColour(red: 90, green: 60, blue: 140),
      cytoplasmColour: nil, isCutOff: false, isTouching: false)
  }

  @Test func `the ratio is nucleus over cytoplasm, and none without cytoplasm`() {
    #expect(measures(nucleus: 900, cytoplasm: 600).nucleusToCytoplasm == 1.5)
    #expect(measures(nucleus: 900, cytoplasm: 0).nucleusToCytoplasm == nil)
  }

  @Test func `ratios are kept to four decimals`() {
    let fine = CellMeasures(
      nucleusArea: 1, cytoplasmArea: 1, lobeCount: 1, nucleusRoundness: 0.123_456,
      cellRoundness: 1.0 / 3, granularity: 0.000_04, nucleusColour: nil, cytoplasmColour: nil,
      isCutOff: false, isTouching: false)
    #expect(fine.nucleusRoundness == 0.1235 && fine.cellRoundness == 0.3333)
    #expect(fine.granularity == 0)
  }
}
