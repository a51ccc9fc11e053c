import Review
import Screen

extension State {
  /// What should be on screen now; nil when there is no picture or no room.
  var wantedPicture: PictureRequest? {
    guard let image else { return nil }
    let pane = layout.picture
    guard pane.columns > 0, pane.rows > 0 else { return nil }
    return PictureRequest(
      image: image, part: wantedPart, width: pane.columns, height: pane.rows * 2, tone: tone,
      symbols: symbols, outlined: outlinedBoxes)
  }

  /// Whether the picture that should be on screen was asked for and has not come.
  public var awaitsPicture: Bool { requested != nil && requested != shown?.request }

  private var wantedPart: PictureRequest.Part {
    let pane = layout.picture
    if case .box(let edit) = mode {
      return .region(region(around: edit.box, paddedBy: 3, pane: pane))
    }
    if !view.wholeField, let box = cell?.box {
      return .region(region(around: box, paddedBy: Self.cellPadding, pane: pane))
    }
    guard let facts = knownFacts, view.zoom != 0 || view.panX != 0 || view.panY != 0 else {
      return .whole
    }
    return .region(
      region(
        around: Box(x: 0, y: 0, width: facts.width, height: facts.height), paddedBy: 1, pane: pane))
  }

  /// A cell's view is this much larger than its box, like the model's crop.
  static let cellPadding = 1.5

  /// The part of the image around a box in the pane's aspect, after zoom and pan.
  private func region(around box: Box, paddedBy padding: Double, pane: Rect) -> Box {
    var scale = padding
    for _ in 0..<abs(view.zoom) { scale *= view.zoom > 0 ? 1 / 1.25 : 1.25 }
    let aspect = Double(pane.columns) / Double(pane.rows * 2)
    var width = Double(max(1, box.width)) * scale
    var height = Double(max(1, box.height)) * scale
    if width / height < aspect { width = height * aspect } else { height = width / aspect }
    let centreX = Double(box.x) + Double(box.width) / 2 + Double(view.panX)
    let centreY = Double(box.y) + Double(box.height) / 2 + Double(view.panY)
    return Box(
      x: Int((centreX - width / 2).rounded()), y: Int((centreY - height / 2).rounded()),
      width: max(1, Int(width.rounded())), height: max(1, Int(height.rounded())))
  }

  /// Shifts the view by an eighth of what it shows.
  mutating func pan(horizontally: Int, vertically: Int) {
    guard let drawn = shownPicture else { return }
    let stepX = max(1, drawn.region.width / 8)
    let stepY = max(1, drawn.region.height / 8)
    view.panX = min(max(view.panX + horizontally * stepX, -drawn.facts.width), drawn.facts.width)
    view.panY = min(max(view.panY + vertically * stepY, -drawn.facts.height), drawn.facts.height)
  }

  mutating func show(_ picture: Shown) {
    guard picture.request == wantedPicture else { return }
    let isNew = shown?.request.image != picture.request.image || visibleSince == nil
    shown = picture
    if isNew { visibleSince = now }
    if case .drawn(let drawn) = picture.content {
      see(drawn.facts.sha256, in: picture.request.image)
    }
  }

  /// Asks for the picture that should be on screen, once.
  mutating func requestPicture() -> [Effect] {
    guard mode != .gallery, mode != .errors, let wanted = wantedPicture, wanted != requested else {
      return []
    }
    guard !waitsForPause else { return [] }
    requested = wanted
    guard wanted != shown?.request else { return [] }
    return [.draw(wanted)]
  }
}
