import Foundation
import Imaging
import Synthesis

/// Why the samples could not be written.
enum SampleWriterError: Error {
  case exists(file: String)
  case notWritten(file: String, cause: String)
  case notEncoded(file: String, cause: ImageError)

  /// What happened and what to do.
  var sentence: String {
    switch self {
    case .exists(let file):
      "\(file) exists already. Choose another --output, or replace it with --force."
    case .notWritten(let file, let cause):
      "Cannot write \(file): \(cause) Choose an --output that can be written to."
    case .notEncoded(let file, let cause):
      "Cannot encode \(file): \(cause). This is a fault of smearsynth; please report it."
    }
  }
}

/// Writes samples, their manifest and their truth into one directory.
struct SampleWriter {
  let directory: URL

  private static let manifestName = "manifest.csv"
  private static let boxesName = "boxes.csv"
  private static let truthName = "truth.jsonl"
  private static let listNames = [manifestName, boxesName, truthName]

  /// Makes the directory and, unless `replacing`, refuses when a file to be written is there.
  func prepare(
    for samples: [SampleSet.Sample], replacing: Bool
  ) throws(SampleWriterError) {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw .notWritten(file: directory.path, cause: error.localizedDescription)
    }
    guard !replacing else { return }
    for name in samples.map(\.fileName) + Self.listNames {
      let file = directory.appendingPathComponent(name).path
      if FileManager.default.fileExists(atPath: file) { throw .exists(file: file) }
    }
  }

  /// Draws and writes all samples, then the three lists; `progress` hears of every field done.
  func write(
    _ samples: [SampleSet.Sample], progress: (_ done: Int, _ count: Int) -> Void
  ) throws(SampleWriterError) {
    var records: [SampleRecord] = []
    for (index, sample) in samples.enumerated() {
      let field = SmearField.render(sample.specification, seed: sample.seed)
      try write(try encode(field.image, of: sample), to: sample.fileName)
      records.append(SampleRecord(sample: sample, truth: field.truth))
      progress(index + 1, samples.count)
    }
    try write(Array(SampleRecord.manifest(records).utf8), to: Self.manifestName)
    try write(Array(SampleRecord.boxes(records).utf8), to: Self.boxesName)
    try write(Array(SampleRecord.jsonLines(records).utf8), to: Self.truthName)
  }

  private func encode(
    _ image: RGBImage, of sample: SampleSet.Sample
  ) throws(SampleWriterError) -> [UInt8] {
    do {
      switch sample.encoding {
      case .png: return try ImageEncoder.png(image)
      case .jpeg(let quality): return try ImageEncoder.jpeg(image, quality: quality)
      }
    } catch {
      throw .notEncoded(file: sample.fileName, cause: error)
    }
  }

  private func write(_ bytes: [UInt8], to name: String) throws(SampleWriterError) {
    let file = directory.appendingPathComponent(name)
    do {
      try Data(bytes).write(to: file, options: .atomic)
    } catch {
      throw .notWritten(file: file.path, cause: error.localizedDescription)
    }
  }
}
