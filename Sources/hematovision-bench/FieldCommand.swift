import Analysis
import ArgumentParser
import Engine
import Foundation
import Imaging
import Morphology

/// `field`: what the measurement of a whole field costs, part by part, in turns with its labels.
struct FieldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "field",
    abstract: "Time to measure a field: white cells' outlines; red cells, platelets and quality.",
    discussion: """
      One thread. The label is the whole way from the file's bytes; the other parts begin with the \
      decoded picture and its boxes. All take turns, so that drift of the machine hits them alike. \
      Processor time leaves out what other programs take meanwhile; wall time is what a person waits.
      """)

  @OptionGroup var options: WeightsOptions
  @OptionGroup var pictures: TimedPictures

  func run() throws {
    let analyzer = Analyzer(try Model(path: options.weights))
    var parts = [
      Part(name: "labels"), Part(name: "outlines of white cells"),
      Part(name: "red cells, platelets, quality"), Part(name: "both"),
    ]
    var (redCells, platelets, whiteCells) = (0, 0, 0)
    for path in pictures.paths {
      let (bytes, image) = try pictures.read(path)
      let boxes = CellFinder.find(in: image).map(\.box)
      let outlined = CellSegmentation.segment(boxes, in: image)
      let areas = outlined.map { WhiteCellArea($0) }
      var found: FieldCells?
      let works: [() -> Void] = [
        { _ = try? analyzer.analyze(bytes) },
        { _ = CellSegmentation.segment(boxes, in: image) },
        { found = FieldCells(image, whiteCells: areas) },
        {
          _ = FieldMeasurement(image, whiteCells: CellSegmentation.segment(boxes, in: image))
        },
      ]
      for work in works { work() }
      for _ in 0..<pictures.turns {
        for (number, work) in works.enumerated() { parts[number].add(path, work) }
      }
      redCells += found?.redCells.count ?? 0
      platelets += found?.platelets.count ?? 0
      whiteCells += outlined.count
    }
    print(
      "\(pictures.paths.count) pictures, \(whiteCells) white cells, \(redCells) red cells, "
        + "\(platelets) platelets, \(pictures.turns) turns each")
    print("milliseconds a picture: mean of the pictures' medians (most), processor; the same, wall")
    for part in parts { print(part.line) }
  }

  /// One part of the work, timed.
  private struct Part {
    let name: String
    private var processor: [String: [Double]] = [:]
    private var wall: [String: [Double]] = [:]

    init(name: String) { self.name = name }

    mutating func add(_ path: String, _ work: () -> Void) {
      let (processorStart, wallStart) = (
        Self.now(CLOCK_THREAD_CPUTIME_ID), Self.now(CLOCK_MONOTONIC)
      )
      work()
      processor[path, default: []].append(Self.now(CLOCK_THREAD_CPUTIME_ID) - processorStart)
      wall[path, default: []].append(Self.now(CLOCK_MONOTONIC) - wallStart)
    }

    private static func now(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    var line: String {
      func figures(_ times: [String: [Double]]) -> String {
        let medians = times.values.map { LatencyMeasurement(milliseconds: $0).median }
        return String(
          format: "%6.2f (%6.2f)", medians.reduce(0, +) / Double(medians.count), medians.max() ?? 0)
      }
      return "\(figures(processor))  \(figures(wall))  \(name)"
    }
  }
}
