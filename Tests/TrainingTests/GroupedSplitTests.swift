import TestSupport
import Testing
import Training

@Suite("A grouped split")
struct GroupedSplitTests {
  /// Cells of four classes of very different size in groups of one to six.
  private static func cells(seed: UInt64) -> (labels: [Int], groups: [Int]) {
    var generator = SeededGenerator(seed: seed)
    var (labels, groups) = ([Int](), [Int]())
    for group in 0..<300 {
      let label = [0, 0, 0, 0, 1, 1, 2, 3][Int.random(in: 0..<8, using: &generator)]
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        labels.append(Int.random(in: 0..<10, using: &generator) == 0 ? 0 : label)
        groups.append(group)
      }
    }
    return (labels, groups)
  }

  @Test("keeps groups whole and each class near 70, 15 and 15 in a hundred", arguments: 1...5)
  func shares(seed: Int) {
    let (labels, groups) = Self.cells(seed: UInt64(seed))
    let parts = GroupedSplit.parts(labels: labels, groups: groups, seed: UInt64(seed))
    for group in Set(groups) {
      #expect(Set(parts.indices.filter { groups[$0] == group }.map { parts[$0] }).count == 1)
    }
    for label in 0..<4 {
      let all = labels.indices.filter { labels[$0] == label }
      for (part, share) in GroupedSplit.shares {
        let found = Double(all.count { parts[$0] == part })
        #expect(abs(found - share * Double(all.count)) <= 6, "class \(label), \(part): \(found)")
      }
    }
  }

  @Test("is the same by the same seed and another by another")
  func seeded() {
    let (labels, groups) = Self.cells(seed: 9)
    let parts = GroupedSplit.parts(labels: labels, groups: groups, seed: 1)
    #expect(GroupedSplit.parts(labels: labels, groups: groups, seed: 1) == parts)
    #expect(GroupedSplit.parts(labels: labels, groups: groups, seed: 2) != parts)
  }

  @Test("gives each part one of three single cells")
  func three() {
    let parts = GroupedSplit.parts(labels: [0, 0, 0], groups: [0, 1, 2], seed: 3)
    #expect(Set(parts) == Set(Part.allCases))
  }
}

@Suite("A look through the data")
struct DataCheckTests {
  private static func many(_ label: Int, _ count: Int) -> [Int] {
    Array(repeating: label, count: count)
  }

  @Test("finds nothing wrong where nothing is")
  func right() {
    let labels = Self.many(0, 30) + Self.many(1, 30)
    let cells = Array(labels.indices)
    #expect(DataCheck.findings(labels: labels, groups: cells, contents: cells).isEmpty)
  }

  @Test("says what is too few, of one group, of one class, repeated, contradictory")
  func wrong() {
    let labels = Self.many(0, 30) + Self.many(1, 2) + Self.many(2, 5)
    var contents = Array(labels.indices)
    contents[31] = 0
    contents[2] = 1
    let groups = labels.indices.map { $0 < 32 ? $0 : 32 }
    #expect(
      DataCheck.findings(labels: labels, groups: groups, contents: contents) == [
        .contradictory(cells: [0, 31], labels: [0, 1]), .tooFew(label: 1, cells: 2),
        .repeated(cells: [1, 2], label: 0), .few(label: 2, cells: 5),
        .classInOneGroup(label: 2, cells: 5),
      ])
    #expect(
      DataCheck.findings(labels: [0, 0, 0], groups: [1, 1, 1], contents: [0, 1, 2]) == [
        .oneClass(label: 0, cells: 3), .oneGroup(cells: 3), .few(label: 0, cells: 3),
      ])
    #expect(
      DataCheck.absences(labels: [0, 0, 1], parts: [.training, .test, .test], from: Part.allCases)
        == [
          .absent(label: 0, part: .validation), .absent(label: 1, part: .training),
          .absent(label: 1, part: .validation),
        ])
  }

  @Test("joins groups that hold the same cell, through others too")
  func joined() {
    #expect(
      DataCheck.joined(groups: [5, 3, 9, 3, 7], contents: [0, 0, 1, 1, 2]) == [3, 3, 3, 3, 7])
  }
}
