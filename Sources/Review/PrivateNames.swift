/// Names that tell nothing of files and directories, which may hold a patient's name: for what is handed
/// on. The log itself keeps the true ones.
public struct PrivateNames: Hashable, Sendable {
  /// Place of each directory's first record in the log.
  private let firstRecords: [ImagePath: Int64]

  /// Names for the directories of a log, by the place of their first record in it.
  public init(firstRecords: [ImagePath: Int64]) { self.firstRecords = firstRecords }

  /// A slide by the place of its directory's first record: the same in every export of the log.
  public func directory(_ directory: ImagePath) -> ImagePath {
    ImagePath("slide-\(firstRecords[directory] ?? 0)")
  }

  /// A picture by what it holds: the beginning of its SHA-256, as in a cell's identifier.
  public func picture(_ sha256: some StringProtocol) -> ImagePath {
    ImagePath(String(sha256.prefix(12)))
  }

  /// The name of a slide; one that the technician gave in place of the directory's stays.
  public func slide(_ identity: SlideIdentity) -> String {
    identity.slide == identity.directory.fileName.lossyText
      ? directory(identity.directory).lossyText : identity.slide
  }
}

extension SlideIdentity {
  /// The same without the directory.
  func named(by names: PrivateNames) -> SlideIdentity {
    SlideIdentity(
      directory: names.directory(directory), specimen: specimen, slide: names.slide(self),
      reviewer: reviewer, targetCount: targetCount, targetWidth: targetWidth,
      whiteCellCount: whiteCellCount)
  }
}
