import Foundation
import Review

/// One sample as it is listed: in the manifest by its class, among the boxes by its white cells, in the
/// truth file with everything.
public struct SampleRecord: Sendable, Encodable {
  public let file: String
  public let width: Int
  public let height: Int
  public let style: String
  public let pixelsPerMicrometre: Double
  public let seed: UInt64
  public let truth: FieldTruth

  enum CodingKeys: String, CodingKey {
    case file, width, height, style, seed, truth
    case pixelsPerMicrometre = "pixels_per_micrometre"
  }

  /// The record of a drawn sample.
  public init(sample: SampleSet.Sample, truth: FieldTruth) {
    file = sample.fileName
    width = sample.specification.width
    height = sample.specification.height
    style = sample.specification.style.name
    pixelsPerMicrometre = (Double(sample.specification.pixelsPerMicrometre) * 100).rounded() / 100
    seed = sample.seed
    self.truth = truth
  }

  /// A row a field with the class of its white cell, as `hematovision evaluate` reads it: `MULTI` for
  /// several cells, `UNLABELLED` for none.
  public static func manifest(_ records: [SampleRecord]) -> String {
    let rows = records.map { record in
      let cells = record.truth.whiteCells
      let name = cells.count > 1 ? "MULTI" : cells.first?.kind.rawValue ?? "UNLABELLED"
      return "\(record.file),\(name),synthetic,\(cells.count)"
    }
    return (["path,class,source,white_cells"] + rows).joined(separator: "\n") + "\n"
  }

  /// A row a white cell, its box in pixels, as `hematovision evaluate` reads it.
  public static func boxes(_ records: [SampleRecord]) -> String {
    var lines = ["path,kind,wbc_class,xmin,ymin,xmax,ymax,nucleus_area,cell_area,lobes"]
    for record in records {
      for cell in record.truth.whiteCells {
        let box = cell.box
        lines.append(
          "\(record.file),WBC,\(cell.kind.rawValue),\(box.x),\(box.y),\(box.x + box.width),"
            + "\(box.y + box.height),\(cell.nucleusArea),\(cell.cellArea),\(cell.lobes)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One JSON object a sample and line, keys sorted.
  public static func jsonLines(_ records: [SampleRecord]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers and plain strings always encode; a failure would be a fault of this file.
    return records.compactMap { try? encoder.encode($0) }
      .map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
  }
}
