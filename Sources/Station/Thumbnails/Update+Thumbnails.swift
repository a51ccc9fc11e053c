import Review

extension State {
  /// Asks for the thumbnails that should be on screen and are not at hand.
  mutating func requestThumbnails() -> [Effect] {
    let wanted =
      switch mode {
      case .gallery: galleryThumbnails.map(\.request)
      case .errors: errorThumbnails
      case .twins(let place): twinThumbnails(at: place)
      default: shownReferences.map(\.request)
      }
    return thumbnails.want(wanted).map { [.drawThumbnails($0)] } ?? []
  }
}
