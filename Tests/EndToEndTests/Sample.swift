import Foundation
import TestSupport
import Testing

/// A picture of samples/ with what `classify` says of it: the tests ask nothing of the weights.
struct Sample: Sendable {
  struct Cell: Sendable {
    let box: [Int]
    let label: String
    let status: String
  }

  let name: String
  let cells: [Cell]

  static let directory = SharedData.repositoryRoot.appendingPathComponent("samples")

  /// All samples, in the order of their names.
  static func all() async throws -> [Sample] { try await found.value }

  /// The first samples with exactly one cell, whose suggestion Space accepts.
  static func sure(_ count: Int) async throws -> [Sample] {
    let sure = try await all().filter { $0.cells.count == 1 && $0.cells[0].status == "ok" }
    try #require(sure.count >= count, "only \(sure.count) samples have one sure cell")
    return Array(sure.prefix(count))
  }

  /// The first samples with exactly one cell.
  static func single(_ count: Int) async throws -> [Sample] {
    let single = try await all().filter { $0.cells.count == 1 }
    try #require(single.count >= count, "only \(single.count) samples have one cell")
    return Array(single.prefix(count))
  }

  private static let found = Task<[Sample], any Error> {
    let lines = try await output.value.split(separator: UInt8(ascii: "\n"))
    return try lines.map { line in
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      let cells = try #require(object["cells"] as? [[String: Any]])
      return Sample(
        name: URL(fileURLWithPath: try #require(object["path"] as? String)).lastPathComponent,
        cells: try cells.map { cell in
          Cell(
            box: try #require(cell["box"] as? [Int]),
            label: try #require(cell["label"] as? String),
            status: try #require(cell["status"] as? String))
        })
    }
  }

  /// `classify samples --format jsonl --jobs 2`, as it was printed.
  static let output = Task<Data, any Error> {
    try await Program(
      path: Workplace.binary,
      arguments: ["classify", directory.path, "--format", "jsonl", "--jobs", "2"],
      environment: ["HOME": "/nonexistent", "LC_ALL": "C.UTF-8"], directory: "/"
    ).run().output
  }

  /// Codes of the model's classes in its order, in which the digits label them.
  static let classCodes = Task<[String], any Error> {
    let table = try await Program(
      path: Workplace.binary,
      arguments: ["classify", directory.appendingPathComponent("field-001.jpg").path]
        + ["--format", "csv"],
      environment: ["HOME": "/nonexistent", "LC_ALL": "C.UTF-8"], directory: "/"
    ).run().output
    return try CSVTable(table).header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
  }
}
