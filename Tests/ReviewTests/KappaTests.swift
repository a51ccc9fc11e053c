import Foundation
import Review
import TestSupport
import Testing

/// Cohen's kappa against scikit-learn, statsmodels and SciPy, and what must hold of any kappa.
@Suite struct KappaTests {
  /// `Golden/kappa.json`, made by `Golden/kappa.py`.
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let table: [[Int]]
    let kappa: Double?
    let standardError: Double?
    let limits: [Double]?
    var testDescription: String { name }

    private enum CodingKeys: String, CodingKey {
      case name, table, kappa, limits
      case standardError = "standard_error"
    }
  }

  static func cases() throws -> [Case] {
    let file = SharedData.repositoryRoot.appendingPathComponent(
      "Tests/ReviewTests/Golden/kappa.json")
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  static func label(_ number: Int) -> Label { Label(rawValue: "CLASS_\(number)") }

  static func table(_ counts: [[Int]], _ name: (Int) -> Label = label) -> LabelTable {
    var table = LabelTable()
    for (first, row) in counts.enumerated() {
      for (second, count) in row.enumerated() {
        for _ in 0..<count { table.add(first: name(first), second: name(second)) }
      }
    }
    return table
  }

  @Test func `kappa is scikit-learn's, its error statsmodels', its limits SciPy's`() throws {
    let cases = try Self.cases()
    #expect(cases.count == 48)
    #expect(cases.count { $0.kappa == nil } >= 2)
    for golden in cases {
      let kappa = CohenKappa(Self.table(golden.table))
      guard let expected = golden.kappa else {
        #expect(kappa == nil, "\(golden.name)")
        continue
      }
      let found = try #require(kappa, "\(golden.name)")
      #expect(abs(found.value - expected) < 1e-12, "\(golden.name)")
      let error = try #require(golden.standardError)
      // Where the variance is 0, rounding leaves up to 1e-16 of it, of which the root is taken.
      #expect(abs(found.standardError - error) < 5e-8, "\(golden.name)")
      let limits = try #require(golden.limits)
      #expect(abs(found.interval.lowerBound - limits[0]) < 1e-9, "\(golden.name)")
      #expect(abs(found.interval.upperBound - limits[1]) < 1e-9, "\(golden.name)")
    }
  }

  @Test func `nothing rated, and one label only, have no kappa`() {
    #expect(CohenKappa(LabelTable()) == nil)
    #expect(CohenKappa(Self.table([[7]])) == nil)
    #expect(LabelTable().agreement == nil)
  }

  @Test func `where all cells agree the error is 0 and the limits still say how few they were`()
    throws
  {
    let few = try #require(CohenKappa(Self.table([[6, 0], [0, 4]])))
    let many = try #require(CohenKappa(Self.table([[60, 0], [0, 40]])))
    #expect(few.value == 1)
    #expect(few.standardError < 1e-7)
    #expect(few.interval.upperBound == 1)
    // scipy.stats.beta.ppf(.025, 10, 1) = .691503, chance .52.
    #expect(abs(few.interval.lowerBound - (0.691503 - 0.52) / 0.48) < 1e-5)
    #expect(many.interval.lowerBound > few.interval.lowerBound)
  }

  @Test func `no kappa depends on who is first, on the names, or on the order of the cells`() throws
  {
    var source = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let classes = Int.random(in: 2...7, using: &source)
      let cells = (0..<Int.random(in: 1...150, using: &source)).map { _ in
        let first = Int.random(in: 0..<classes, using: &source)
        let second =
          Bool.random(using: &source) ? first : Int.random(in: 0..<classes, using: &source)
        return (first: Self.label(first), second: Self.label(second))
      }
      let table = LabelTable(cells)
      let names = Dictionary(
        uniqueKeysWithValues: (0..<classes).map { (Self.label($0), Label(rawValue: "x\(99 - $0)")) }
      )
      let others = [
        LabelTable(cells.map { (first: $0.second, second: $0.first) }), table.transposed,
        LabelTable(cells.map { (first: names[$0.first]!, second: names[$0.second]!) }),
        LabelTable(cells.shuffled(using: &source)),
      ]
      let kappa = CohenKappa(table)
      for other in others.map({ CohenKappa($0) }) {
        #expect((kappa == nil) == (other == nil))
        guard let kappa, let other else { continue }
        #expect(abs(kappa.value - other.value) < 1e-12)
        #expect(abs(kappa.standardError - other.standardError) < 1e-7)
        #expect(abs(kappa.interval.lowerBound - other.interval.lowerBound) < 1e-9)
      }
      guard let kappa else { continue }
      #expect((-1.0...1).contains(kappa.value))
      #expect(kappa.interval.contains(min(1, max(-1, kappa.value))))
      #expect((kappa.value > 1 - 1e-12) == (table.agreed == table.total))
    }
  }

  @Test func `the kappa that evaluate prints is the same one`() {
    #expect(CohenKappa.coefficient(agreed: 0, byChance: 0, count: 0) == nil)
    #expect(CohenKappa.coefficient(agreed: 5, byChance: 25, count: 5) == nil)
    #expect(CohenKappa.coefficient(agreed: 5, byChance: 10, count: 5) == 1)
  }

  @Test func `a table adds up`() {
    var table = Self.table([[3, 1], [2, 4]])
    table.add(Self.table([[1, 0], [0, 0], [0, 5]]))
    #expect(table.total == 16)
    #expect(table.agreed == 8)
    #expect(table.count(first: Self.label(2), second: Self.label(1)) == 5)
    #expect(table.labels == [Self.label(0), Self.label(1), Self.label(2)])
    #expect(table.transposed.count(first: Self.label(1), second: Self.label(2)) == 5)
    #expect(table.agreement == 0.5)
  }

  @Test func `the share of overrides has exact limits`() {
    var rate = OverrideRate()
    #expect(rate.value == nil)
    #expect(rate.limits == 0...1)
    for number in 0..<20 { rate.add(isOverride: number == 3) }
    #expect(rate.value == 0.05)
    #expect(rate.agreed == 19)
    // scipy.stats.beta.ppf([.025, .975], [1, 2], [20, 19])
    #expect(abs(rate.limits.lowerBound - 0.00126509) < 1e-7)
    #expect(abs(rate.limits.upperBound - 0.24873276) < 1e-7)
  }
}
