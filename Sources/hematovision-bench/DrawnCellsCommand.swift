import ArgumentParser
import Imaging
import Morphology
import Review
import Synthesis

/// `drawn-cells`: measures of the white cells of synthetic fields against their exact truth.
struct DrawnCellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drawn-cells",
    abstract: "Areas and lobes of white cells against the truth of synthetic fields.")

  @Option(help: "Number of random fields.") var fields = 1000
  @Option(help: "Decides what is drawn.") var seed: UInt64 = 31

  func run() throws {
    var cells: [(measured: CellMeasures, truth: WhiteCellTruth)] = []
    var missed = 0
    for sample in SampleSet.samples(count: fields, seed: seed) {
      let field = SmearField.render(sample.specification, seed: sample.seed)
      let found = CellFinder.find(in: field.image).map(\.box)
      let segmented = CellSegmentation.segment(found, in: field.image)
      for truth in field.truth.whiteCells {
        let box = PixelRect(truth.box)
        let nearest = segmented.max {
          $0.box.intersectionOverUnion(box) < $1.box.intersectionOverUnion(box)
        }
        if let nearest, nearest.box.intersectionOverUnion(box) > 0 {
          cells.append((nearest.measures, truth))
        } else {
          missed += 1
        }
      }
    }
    guard !cells.isEmpty else { throw ValidationError("no white cell in so few fields") }
    print("\(fields) fields of seed \(seed): \(cells.count) white cells found, \(missed) not found")
    Self.printErrors("nucleus area", cells.map { (\.nucleusArea, $0) })
    Self.printErrors("cell area", cells.map { (\.cellArea, $0) })
    let lobes = cells.map { $0.measured.lobeCount - $0.truth.lobes }
    for limit in 0...2 {
      let share = Double(lobes.count { abs($0) <= limit }) / Double(lobes.count)
      print("lobes within \(limit): \(Self.percent(share))")
    }
    for kind in WhiteCellKind.allCases {
      let own = cells.filter { $0.truth.kind == kind }
      guard !own.isEmpty else { continue }
      for truth in Set(own.map(\.truth.lobes)).sorted() {
        let counted = own.filter { $0.truth.lobes == truth }.map(\.measured.lobeCount)
        let table = Set(counted).sorted().map { lobes in
          "\(lobes): \(counted.count { $0 == lobes })"
        }
        print("  \(kind.rawValue) of \(truth): counted \(table.joined(separator: ", "))")
      }
    }
  }

  private static func printErrors(
    _ name: String,
    _ cells: [(KeyPath<WhiteCellTruth, Int>, (measured: CellMeasures, truth: WhiteCellTruth))]
  ) {
    let quotients = cells.map { path, cell -> Double in
      let measured =
        path == \.nucleusArea
        ? cell.measured.nucleusArea : cell.measured.nucleusArea + cell.measured.cytoplasmArea
      return Double(measured) / Double(cell.truth[keyPath: path]) - 1
    }
    let sorted = quotients.map(abs).sorted()
    func part(_ share: Double) -> String {
      percent(sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
    }
    let mean = quotients.reduce(0, +) / Double(quotients.count)
    print(
      "\(name): error median \(part(0.5)), 90 % within \(part(0.9)), 95 % within \(part(0.95)), "
        + "99 % within \(part(0.99)), mean \(percent(mean))")
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 1000).rounded() / 10) %"
  }
}
