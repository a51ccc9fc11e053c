extension ImageReview {
  /// The picture and where its cells are, and nothing that anybody or any model said of them.
  public var veiled: ImageReview {
    var veiled = ImageReview(sha256: sha256)
    veiled.take(finding, boxes: cells.compactMap { cell in cell.box.map { (cell.id, $0) } })
    return veiled
  }
}
