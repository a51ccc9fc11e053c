import Review

extension State {
  /// Asks for the thumbnails that should be on screen and are not at hand.
  mutating func requestThumbnails() -> [Effect] {
    let wanted =
      mode == .gallery
      ? galleryThumbnails.map(\.request) : shownReferences.map(\.request)
    return thumbnails.want(wanted).map { [.drawThumbnails($0)] } ?? []
  }
}
