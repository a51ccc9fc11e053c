import Foundation
import Synthesis

let out = CommandLine.arguments[1]
let mode = CommandLine.arguments[2]
func save(_ f: SmearField, _ name: String) {
  var d = Data("P6 \(f.specification.width) \(f.specification.height) 255\n".utf8)
  d.append(contentsOf: f.pixels)
  try? d.write(to: URL(fileURLWithPath: out + "/" + name + ".ppm"))
}
if mode == "cells" {
  for (i, style) in SmearStyle.presets.enumerated() {
    for (k, kind) in WhiteCellKind.allCases.enumerated() {
      for n in 0..<2 {
        let wide = i == 0 || i == 3
        let ppm: Float = wide ? 13 : (i == 4 ? 8 : 11)
        let f = SmearField.render(
          FieldSpecification(
            width: 260, height: 260, pixelsPerMicrometre: ppm, whiteCells: [kind],
            redCellCoverage: 0.4, redCellOverlap: 0.3, platelets: 1, style: style),
          seed: UInt64(1000 + i * 100 + k * 10 + n))
        save(f, "c\(i)\(k)\(n)")
      }
    }
  }
} else {
  for s in SampleSet.samples(count: 24, seed: UInt64(mode) ?? 1) {
    save(SmearField.render(s.specification, seed: s.seed), String(s.fileName.prefix(9)))
  }
}
