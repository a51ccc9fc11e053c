import Analysis
import Evaluation
import Foundation
import Imaging
import Review
import Station

/// Tests the explanations of labelled images: deletion, insertion, and heat inside of masks.
struct ExplanationTest: Sendable {
  let model: Model
  let labelled: LabelledData
  let threads: Int

  /// Names of the files that the report goes into.
  static let files = [
    "report.txt", "report.json", "cells.csv", "deletion.png", "insertion.png", "worst.png",
  ]

  func run(_ images: [LabelledImage]) -> [TestedExplanation] {
    var progress = ProgressLine(total: images.count)
    var tested: [TestedExplanation] = []
    OrderedWork(count: images.count, threads: threads) {
      let analyzer = Analyzer(model)
      return { test(images[$0], with: analyzer) }
    }.forEach { result in
      if case .unreadable(let notice) = result.outcome { progress.note(notice) }
      tested.append(result)
      progress.advance()
    }
    progress.finish(
      failures: tested.count { if case .unreadable = $0.outcome { true } else { false } })
    return tested
  }

  func report(_ tested: [TestedExplanation], _ data: DataSummary) -> ExplanationReport {
    ExplanationReport(
      tested, classes: model.header.classes,
      shares: Perturbation.counts.map { Double($0) / Double(Perturbation.fieldCount) }, data: data,
      replacement: "replaced by the same place of the crop blurred by three moving means over "
        + "\(2 * Perturbation.blurReach + 1) of its 224 pixels",
      provenance: .now(model.identity))
  }

  /// The worst cases' crops as the model saw them and with their heat; none of a file that went away since.
  func crops(of worst: [ExplanationReport.WorstCase]) -> [WorstSheet.Crops?] {
    worst.map { each in
      guard let bytes = try? ImageFile.read(path: labelled.place(of: each.image).bytes),
        let picture = try? ImageDecoder.decode(bytes)
      else { return nil }
      return WorstSheet.Crops(of: picture, each.explanation, tint: heatTint)
    }
  }

  private func test(_ image: LabelledImage, with analyzer: Analyzer) -> TestedExplanation {
    let place = labelled.place(of: image)
    do {
      let bytes = try ImageFile.read(path: place.bytes)
      let (facts, cells) = try analyzer.analyze(bytes)
      let scored = ScoredImage(image, outcome: .cells(facts, cells))
      guard let cell = scored.answer, let best = scored.best else {
        return TestedExplanation(image, explained: nil, outcome: .noCell)
      }
      let picture = try ImageDecoder.decode(bytes)
      let all = analyzer.heat(of: cell.box, in: picture)
      guard let grid = all[best].grid else {
        let why = all[best].heat.absence(of: model.header.classes[best].name) ?? "no heat"
        return TestedExplanation(image, explained: best, outcome: .noHeat(why))
      }
      let mask = try image.mask.map { mask in
        try ImageDecoder.decode(try ImageFile.read(path: labelled.place(of: mask).bytes))
      }
      let centre = Self.centre(side: grid.side)
      let maps = [
        grid, centre, HeatGrid(side: grid.side, values: centre.values.map { _ in 0 }),
      ]
      let curves = analyzer.perturbations(
        of: all[best].label, box: cell.box, in: picture,
        orders: maps.map { Self.order($0, seed: cell.id.rawValue) })
      let named = zip([HeatKind.gradCAM, .centre, .random], curves).map { kind, curve in
        (kind, TestedExplanation.Curves(deletion: curve.deletion, insertion: curve.insertion))
      }
      return TestedExplanation(
        image, explained: best,
        outcome: .tested(
          Dictionary(uniqueKeysWithValues: named),
          cell: mask.flatMap { Self.inside($0, from: 128, all[best], grid, centre) },
          nucleus: mask.flatMap { Self.inside($0, from: 255, all[best], grid, centre) }),
        explanation: all[best])
    } catch let error as ImageError {
      return TestedExplanation(
        image, explained: nil, outcome: .unreadable(Messages.notice(for: error, image: place)))
    } catch {
      preconditionFailure("reading and decoding throw image errors only: \(error)")
    }
  }

  /// Fields by their heat, the most first; equal ones in an order that their cell's name draws.
  static func order(_ grid: HeatGrid, seed: String) -> [Int] {
    var source = SplitMix64(seed: FNV1a.hash(seed))
    return grid.values.indices.shuffled(using: &source).sorted {
      // The standard library's sort keeps the order of equals.
      grid.values[$0] > grid.values[$1]
    }
  }

  /// Heat that falls off evenly from the middle to the corners.
  static func centre(side: Int) -> HeatGrid {
    let middle = Double(side - 1) / 2
    return HeatGrid(
      side: side,
      values: (0..<(side * side)).map { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: side)
        let distance = hypot(Double(row) - middle, Double(column) - middle)
        return Float(1 - distance / (hypot(middle, middle) + 1))
      })
  }

  /// The share of heat on pixels of the mask that are `level` and more; nil where the mask has none of
  /// them in the crop: it is another cell's then.
  private static func inside(
    _ mask: RGBImage, from level: UInt8, _ explanation: Explanation, _ grid: HeatGrid,
    _ centre: HeatGrid
  ) -> TestedExplanation.Inside? {
    func isInside(_ x: Int, _ y: Int) -> Bool {
      x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask[x, y].red >= level
    }
    let even = HeatGrid(side: 1, values: [1])
    let shares = [even, grid, centre].map {
      $0.share(over: explanation.region, where: isInside) ?? 0
    }
    guard shares[0] > 0 else { return nil }
    return TestedExplanation.Inside(
      area: shares[0], gradCAM: shares[1], centre: shares[2],
      box: even.share(over: explanation.box, where: isInside) ?? 0)
  }
}
