import ArgumentParser
import Imaging
import Morphology
import Review
import Synthesis

/// `drawn-red-cells`: counts and areas of red cells and platelets of synthetic fields against their
/// exact truth.
struct DrawnRedCellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drawn-red-cells",
    abstract: "Counts and areas of red cells and platelets against the truth of synthetic fields.",
    discussion: """
      White cells are found and outlined by the program, as in `measure`. Drawn cells are all of which a \
      pixel lies in the field, under a white cell too.
      """)

  @Option(help: "Number of random fields.") var fields = 1000
  @Option(help: "Decides what is drawn.") var seed: UInt64 = 31

  func run() throws {
    var redCells = Counts(name: "red cells")
    var platelets = Counts(name: "platelets")
    var (areas, touching): ([Double], [Double]) = ([], [])
    for sample in SampleSet.samples(count: fields, seed: seed) {
      let field = SmearField.render(sample.specification, seed: sample.seed)
      let outlined = CellSegmentation.segment(
        CellFinder.find(in: field.image).map(\.box), in: field.image)
      let found = FieldCells(field.image, whiteCells: outlined.map { WhiteCellArea($0) })
      let truth = field.truth
      redCells.add(
        found.redCells.map(\.box), truth.redCells.map(\.box),
        style: sample.specification.style.name)
      platelets.add(
        found.platelets.map { Box($0.box) }, truth.platelets.map(\.box),
        style: sample.specification.style.name)
      for drawn in truth.redCells where !drawn.cutOff {
        guard
          let cell = found.redCells.max(by: {
            $0.box.intersectionOverUnion(drawn.box)
              < $1.box.intersectionOverUnion(drawn.box)
          }), cell.box.intersectionOverUnion(drawn.box) >= 0.5
        else { continue }
        let quotient = Double(cell.area) / Double(drawn.area) - 1
        if drawn.overlap == 0, !cell.isTouching {
          areas.append(quotient)
        } else {
          touching.append(quotient)
        }
      }
    }
    print("\(fields) fields of seed \(seed)")
    for line in redCells.lines + platelets.lines { print(line) }
    print("area of single cells: \(Self.errors(areas))")
    print("area of touching and overlapping cells: \(Self.errors(touching))")
  }

  private static func errors(_ quotients: [Double]) -> String {
    guard !quotients.isEmpty else { return "none" }
    let sorted = quotients.map(abs).sorted()
    func part(_ share: Double) -> String {
      percent(sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
    }
    let mean = quotients.reduce(0, +) / Double(quotients.count)
    return "\(sorted.count), error median \(part(0.5)), 90 % within \(part(0.9)), "
      + "99 % within \(part(0.99)), mean \(percent(mean))"
  }

  fileprivate static func percent(_ share: Double) -> String {
    "\((share * 1000).rounded() / 10) %"
  }
}

/// Counts of one kind of cell over many fields.
private struct Counts {
  let name: String
  private var off: [(drawn: Int, found: Int, style: String)] = []
  private var hits = 0

  init(name: String) { self.name = name }

  mutating func add(_ found: [Box], _ drawn: [Box], style: String) {
    off.append((drawn.count, found.count, style))
    // The best overlap first, each box once.
    var pairs: [(overlap: Double, found: Int, drawn: Int)] = []
    for (i, box) in found.enumerated() {
      for (j, other) in drawn.enumerated() {
        let overlap = box.intersectionOverUnion(other)
        if overlap >= 0.5 { pairs.append((overlap, i, j)) }
      }
    }
    var (usedFound, usedDrawn) = (Set<Int>(), Set<Int>())
    for pair in pairs.sorted(by: >) {
      guard !usedFound.contains(pair.found), !usedDrawn.contains(pair.drawn) else { continue }
      usedFound.insert(pair.found)
      usedDrawn.insert(pair.drawn)
    }
    hits += usedFound.count
  }

  var lines: [String] {
    let drawn = off.reduce(0) { $0 + $1.drawn }
    let found = off.reduce(0) { $0 + $1.found }
    func percent(_ share: Double) -> String { DrawnRedCellsCommand.percent(share) }
    var lines = [
      "\(name): \(drawn) drawn, \(found) found; at IoU 0.5 precision "
        + "\(percent(Double(hits) / Double(max(found, 1)))), recall "
        + percent(Double(hits) / Double(max(drawn, 1)))
    ]
    let exact = off.map { abs($0.found - $0.drawn) }
    for limit in 0...2 {
      lines.append(
        "  fields off by \(limit) at most: "
          + percent(Double(exact.count { $0 <= limit }) / Double(exact.count)))
    }
    for style in Set(off.map(\.style)).sorted() + [""] {
      let own = off.filter { (style.isEmpty || $0.style == style) && $0.drawn > 0 }
      guard !own.isEmpty else { continue }
      let errors = own.map { abs(Double($0.found - $0.drawn)) / Double($0.drawn) }.sorted()
      let mean = errors.reduce(0, +) / Double(errors.count)
      lines.append(
        "  \(style.isEmpty ? "all" : style): \(own.count) fields, error of the count mean "
          + "\(percent(mean)), median \(percent(errors[errors.count / 2])), 90 % within "
          + percent(errors[min(errors.count * 9 / 10, errors.count - 1)]))
    }
    return lines
  }
}
