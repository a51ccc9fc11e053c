import ArgumentParser
import Foundation
import Review
import Station

/// `twins`: what it costs to keep watch over many cells.
struct TwinsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "twins",
    abstract: "Looks up and adds the fingerprints of many cells, and says how long it took.",
    discussion: """
      Standard input: hashes of real cells, the last word of each line, such as `fingerprints` prints. \
      The cells are made from them: each bit is that of one of three real cells, so that none is a double \
      and they are as unevenly spread as real ones.
      """,
    shouldDisplay: false)

  @Option(help: "Number of cells.")
  var cells = 100_000

  func run() throws {
    var real: [[Int]] = []
    while let line = readLine() {
      let text = line.filter { $0.isHexDigit || $0 == " " }.split(separator: " ").last ?? ""
      guard text.count == 32 else { throw ValidationError("no hash at the end of: \(line)") }
      real.append(text.compactMap(\.hexDigitValue))
    }
    guard real.count > 2 else { throw ValidationError("give the hashes of at least three cells") }
    var random = SplitMix64(seed: 1)
    let made = (0..<cells).map { _ in
      let parents = (0..<3).map { _ in real[Int.random(in: 0..<real.count, using: &random)] }
      let digits = (0..<32).map { place in
        (0..<4).reduce(0) { digit, bit in
          digit | parents[Int.random(in: 0..<3, using: &random)][place] & (8 >> bit)
        }
      }
      return Fingerprint(hexadecimal: digits.map { String($0, radix: 16) }.joined())
    }
    let clock = ContinuousClock()
    var index = TwinIndex()
    var (matches, start) = (0, clock.now)
    for (number, fingerprint) in made.enumerated() {
      guard let fingerprint else { continue }
      matches += index.matches(of: fingerprint).count
      index.add(
        fingerprint, of: CellID(rawValue: "\(number)"), in: ImagePath("/slides/\(number).jpg"))
      if (number + 1).isMultiple(of: max(1, cells / 10)) {
        print("\(number + 1) cells, the last tenth in \(clock.now - start)")
        start = clock.now
      }
    }
    print("\(matches) pairs within \(Fingerprint.likeness) bits")
  }
}
