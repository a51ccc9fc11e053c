/// Names a white cell within the log: the picture's content and the place where it was first seen.
public struct CellID: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  /// An identifier as it stands in the log.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The cell first seen at `box` in the picture with this SHA-256; the same again on every run.
  public init(imageSHA256: String, box: Box) {
    rawValue = "\(imageSHA256.prefix(12)):\(box.x),\(box.y),\(box.width),\(box.height)"
  }
}

/// A white cell that the finder found and the model judged.
public struct FoundCell: Hashable, Sendable, Codable {
  public let id: CellID
  public let box: Box
  public let suggestion: Suggestion
  /// Perceptual hash of the cell's crop, lower-case hexadecimal; nil in logs before version 3.
  public let fingerprint: String?
  /// What was measured of its nucleus and cytoplasm; nil where nobody measured, and in logs before
  /// version 4.
  public let measures: CellMeasures?

  /// A found cell with the model's answer.
  public init(
    id: CellID, box: Box, suggestion: Suggestion, fingerprint: String? = nil,
    measures: CellMeasures? = nil
  ) {
    self.fingerprint = fingerprint
    self.measures = measures
    self.id = id
    self.box = box
    self.suggestion = suggestion
  }
}

/// Which model spoke.
public struct ModelIdentity: Hashable, Sendable, Codable {
  public let id: String
  /// SHA-256 of the weights file, lower-case hexadecimal.
  public let sha256: String

  /// A model by its name and the hash of its file.
  public init(id: String, sha256: String) {
    self.id = id
    self.sha256 = sha256
  }
}

/// What a decoded picture is, apart from its pixels.
public struct PictureFacts: Hashable, Sendable, Codable {
  /// SHA-256 of the file, lower-case hexadecimal.
  public let sha256: String
  /// Size of the file.
  public let bytes: Int
  /// Width in pixels after orientation.
  public let width: Int
  /// Height in pixels after orientation.
  public let height: Int
  /// Perceptual hash of the picture, lower-case hexadecimal; nil in logs before version 3.
  public let fingerprint: String?

  /// Facts of a decoded file.
  public init(
    sha256: String, bytes: Int, width: Int, height: Int, fingerprint: String? = nil
  ) {
    self.fingerprint = fingerprint
    self.sha256 = sha256
    self.bytes = bytes
    self.width = width
    self.height = height
  }
}

/// The result of looking for white cells in one picture.
public struct Classification: Hashable, Sendable, Codable {
  public enum Outcome: Hashable, Sendable, Codable {
    /// The cells in reading order; empty when the finder saw none.
    case cells(PictureFacts, [FoundCell])
    /// The picture could not be judged.
    case failed(Notice)
  }

  public let image: ImagePath
  public let outcome: Outcome
  public let model: ModelIdentity
  public let milliseconds: Double

  /// A result for `image`.
  public init(image: ImagePath, outcome: Outcome, model: ModelIdentity, milliseconds: Double) {
    self.image = image
    self.outcome = outcome
    self.model = model
    self.milliseconds = milliseconds
  }
}
