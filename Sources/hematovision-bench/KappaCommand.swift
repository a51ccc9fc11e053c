import ArgumentParser
import Foundation
import Review

/// `kappa`: how often the 95 % intervals of Cohen's kappa hold the truth.
struct KappaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kappa",
    abstract: "Measures how often the intervals of Cohen's kappa hold the true kappa.",
    discussion: """
      Two raters see a cell's class, and with a probability (the noise) say one at random, a class with the \
      square root of its share. Their true kappa follows; how often do the intervals hold it?
      """)

  @Option(help: "Samples for each line.")
  var samples = 4_000

  @Option(help: "Seed of the drawing.")
  var seed = 1

  private static let slides: [(name: String, shares: [Double])] = [
    ("a differential", [0.58, 0.28, 0.07, 0.03, 0.01, 0.03]), ("one class", [0.93, 0.05, 0.02]),
  ]

  func run() {
    var source = SplitMix64(seed: UInt64(seed))
    print("slide           kappa    n  95 % limits  plain +-1.96 se  width  width  undefined")
    for slide in Self.slides {
      for noise in [0.5, 0.3, 0.12, 0.05, 0.02, 0.005] {
        let raters = Raters(slide.shares, noise: noise)
        for cells in [50, 100, 400] { report(slide.name, raters, cells, &source) }
      }
    }
  }

  private func report(
    _ name: String, _ raters: Raters, _ cells: Int, _ source: inout SplitMix64
  ) {
    var (held, heldPlainly, defined) = (0, 0, 0)
    var (width, widthPlainly) = (0.0, 0.0)
    for _ in 0..<samples {
      guard let kappa = CohenKappa(raters.table(of: cells, using: &source)) else { continue }
      defined += 1
      let plain = kappa.largeSampleInterval
      if kappa.interval.contains(raters.kappa) { held += 1 }
      if plain.contains(raters.kappa) { heldPlainly += 1 }
      width += kappa.interval.upperBound - kappa.interval.lowerBound
      widthPlainly += plain.upperBound - plain.lowerBound
    }
    let count = Double(defined)
    print(
      name.padding(toLength: 14, withPad: " ", startingAt: 0)
        + String(
          format: " %6.3f %4d  %8.1f %%    %10.1f %%   %8.2f %6.2f  %6.1f %%", raters.kappa, cells,
          100 * Double(held) / count, 100 * Double(heldPlainly) / count, width / count,
          widthPlainly / count, 100 * (1 - count / Double(samples))))
  }
}

/// Two raters who err independently and alike.
private struct Raters {
  private let labels: [Label]
  /// Cumulated probabilities of the pairs, row by row.
  private var limits: [Double] = []
  private(set) var kappa = 0.0

  init(_ shares: [Double], noise: Double) {
    labels = shares.indices.map { Label(rawValue: "CLASS_\($0)") }
    let roots = shares.map { $0.squareRoot() }
    let sum = roots.reduce(0, +)
    func says(_ label: Int, of truth: Int) -> Double {
      noise * roots[label] / sum + (label == truth ? 1 - noise : 0)
    }
    var (agreed, total) = (0.0, 0.0)
    var margins = [Double](repeating: 0, count: shares.count)
    for first in shares.indices {
      for second in shares.indices {
        let both = shares.indices.reduce(0) {
          $0 + shares[$1] * says(first, of: $1) * says(second, of: $1)
        }
        total += both
        limits.append(total)
        margins[first] += both
        if first == second { agreed += both }
      }
    }
    let chance = margins.reduce(0) { $0 + $1 * $1 }
    kappa = (agreed - chance) / (1 - chance)
  }

  func table(of cells: Int, using source: inout SplitMix64) -> LabelTable {
    var table = LabelTable()
    for _ in 0..<cells {
      let draw = Double.random(in: 0..<1, using: &source)
      let pair = limits.firstIndex { draw < $0 } ?? limits.count - 1
      table.add(first: labels[pair / labels.count], second: labels[pair % labels.count])
    }
    return table
  }
}
