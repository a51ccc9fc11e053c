import Analysis
import ArgumentParser
import Engine
import Foundation
import Imaging
import Morphology

/// `cells`: what nucleus and cytoplasm of a field's white cells cost beside its labels, in turns.
struct CellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells",
    abstract: "Time to outline and measure a picture's white cells, over that of its plain labels.",
    discussion: """
      One thread. The label is the whole way from the file's bytes; the outlines begin with the \
      decoded picture and its boxes. The two take turns, so that drift of the machine hits both alike.
      """)

  @OptionGroup var options: WeightsOptions
  @OptionGroup var pictures: TimedPictures

  func run() throws {
    let analyzer = Analyzer(try Model(path: options.weights))
    var (labels, outlines, cells) = ([Double](), [Double](), 0)
    for path in pictures.paths {
      let (bytes, image) = try pictures.read(path)
      let boxes = CellFinder.find(in: image).map(\.box)
      cells += boxes.count
      func label() { _ = try? analyzer.analyze(bytes) }
      func outline() { _ = CellSegmentation.segment(boxes, in: image) }
      var own = (label: [Double](), outline: [Double]())
      for turn in 0..<pictures.turns {
        let warmUp = turn == 0 ? 1 : 0
        own.label.append(LatencyMeasurement.measure(warmUpRuns: warmUp, runs: 1, label).median)
        own.outline.append(
          LatencyMeasurement.measure(warmUpRuns: warmUp, runs: 1, outline).median)
      }
      labels.append(LatencyMeasurement(milliseconds: own.label).median)
      outlines.append(LatencyMeasurement(milliseconds: own.outline).median)
    }
    let (label, outline) = (Self.mean(labels), Self.mean(outlines))
    print(
      "\(pictures.paths.count) pictures, \(cells) white cells, medians of \(pictures.turns) turns each, then means"
    )
    print(
      String(
        format: "labels %.2f ms, outlines and measures %.2f ms a picture: ratio %.2f", label,
        outline, outline / label))
    print(
      String(
        format: "outlines a picture: median %.2f, most %.2f ms",
        LatencyMeasurement(milliseconds: outlines).median, outlines.max() ?? 0))
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
