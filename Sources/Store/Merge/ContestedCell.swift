import GRDB
public import Review

/// A cell, or a picture as a whole, with answers that hold and differ, and nobody's word between them.
public struct ContestedCell: Hashable, Sendable {
  /// One of the answers.
  public struct Saying: Hashable, Sendable {
    public let label: Label
    public let reviewer: String
    public let time: Timestamp
  }

  public let image: ImagePath
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  /// The answers, oldest first.
  public let sayings: [Saying]
}

extension ReviewLog {
  /// The cells of all pictures on which reviewers differ, in the order of the pictures' paths.
  public func contestedCells() throws(StoreError) -> [ContestedCell] {
    try read { db in
      var contested: [ContestedCell] = []
      try forEachPicture(db, below: nil) { records in
        let state = ReviewState(records)
        let times = Dictionary(
          records.map { ($0.entry.id, $0.time) }, uniquingKeysWith: { first, _ in first })
        func note(_ image: ImagePath, _ cell: CellID?, _ answers: [Answer]) {
          contested.append(
            ContestedCell(
              image: image, cell: cell,
              sayings: answers.compactMap { answer in
                times[answer.entry].map {
                  .init(label: answer.decision.label, reviewer: answer.reviewer, time: $0)
                }
              }))
        }
        for path in state.paths {
          for review in state.reviews(of: path) {
            for cell in review.cells where cell.isContested {
              note(path, cell.id, cell.openAnswers)
            }
            if review.isFieldContested { note(path, nil, review.openFieldAnswers) }
          }
        }
      }
      return contested
    }
  }

  /// Pictures whose content has answers under more than one path: stations that see a share under
  /// different names. Each path is a picture of its own, so these cells are counted more than once.
  func samePictures() throws(StoreError) -> [[ImagePath]] {
    try read { db in
      let contents = try String.fetchAll(
        db,
        sql: """
          SELECT image_sha256 FROM (
            SELECT DISTINCT image_sha256, directory, image_path FROM entry WHERE kind = 'decided')
          GROUP BY image_sha256 HAVING count(*) > 1
          """)
      return try contents.map { content in
        try String.fetchAll(
          db,
          sql: """
            SELECT DISTINCT image_path FROM entry WHERE kind = 'decided' AND image_sha256 = ?
            ORDER BY image_path
            """, arguments: [content]
        ).map { ImagePath($0) }
      }
    }
  }
}
