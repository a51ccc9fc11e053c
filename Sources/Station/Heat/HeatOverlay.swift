import Review
import Screen

extension State {
  /// The picture with the heat of the selected cell over it; nil while there is none to be seen.
  func heated(_ drawn: DrawnPicture) -> Picture? {
    guard let explanation, explanation.grid != nil else { return nil }
    var rgb = drawn.picture.rgb
    let (width, height) = (drawn.picture.width, drawn.picture.height)
    let scale = drawn.pixelsOfImage
    for y in 0..<height {
      let row = drawn.region.y + Int((Double(y) + 0.5) * scale)
      for x in 0..<width {
        let column = drawn.region.x + Int((Double(x) + 0.5) * scale)
        guard let heat = explanation.heat(x: column, y: row) else { continue }
        let first = (y * width + x) * 3
        let tinted = HeatRamp.tinted(RGB(rgb[first], rgb[first + 1], rgb[first + 2]), heat: heat)
        rgb[first] = tinted.red
        rgb[first + 1] = tinted.green
        rgb[first + 2] = tinted.blue
      }
    }
    // Finer symbols were fitted to the picture as it was.
    return Picture(width: width, height: height, rgb: rgb)
  }
}

extension DrawnPicture {
  /// Pixels of the image across one of the drawn picture.
  fileprivate var pixelsOfImage: Double { Double(region.width) / Double(max(1, picture.width)) }
}

extension Frame {
  /// Heat in tenths where each field of the map has its middle: heat is never told by colour alone.
  mutating func heatNumbers(
    _ state: State, _ drawn: DrawnPicture, on placement: PicturePlacement
  ) {
    guard let explanation = state.explanation, let grid = explanation.grid else { return }
    let scale = drawn.pixelsOfImage
    let field = Double(explanation.region.width) / Double(grid.side) / scale
    // Where fields are narrower than a number and the room beside it, only the hottest has one.
    let least: Float = field >= 2 ? 0.1 : 1
    for (place, heat) in grid.values.enumerated() where heat >= least {
      let across = (Double(place % grid.side) + 0.5) * field
      let down = (Double(place / grid.side) + 0.5) * field
      let x = Double(explanation.region.x - drawn.region.x) / scale + across
      let y = Double(explanation.region.y - drawn.region.y) / scale + down
      guard
        let cell = placement.cell(x: Int(x.rounded(.down)), y: Int(y.rounded(.down)))
      else { continue }
      put(
        "\(min(9, Int(heat * 10)))", column: cell.column, row: cell.row, style: Style(.text))
    }
  }

  /// The last line of the picture: whose heat it is and what its colours mean, or why there is none.
  mutating func heatKey(_ state: State, in pane: Rect) {
    guard state.heat.rank != nil, pane.rows > 1, let label = state.heatLabel,
      state.wantedHeat != nil
    else { return }
    let row = pane.row + pane.rows - 1
    let line = Rect(column: pane.column, row: row, columns: pane.columns, rows: 1)
    fill(line, Style(.text))
    func text(_ text: String, at column: Int, _ role: Role = .text) -> Int {
      column
        + put(
          text, column: column, row: row, style: Style(role),
          width: pane.column + pane.columns - column, clip: .ellipsis)
    }
    if let absence = state.heatAbsence {
      _ = text("no heat: \(absence)", at: pane.column, .statusWarning)
      return
    }
    let name = state.session.cellClass(label)?.cellClass.short ?? label.rawValue
    guard state.explanation != nil else {
      _ = text("heat of \(name) is on its way", at: pane.column, .muted)
      return
    }
    var column = text("heat of \(name) 0", at: pane.column)
    let steps = min(Self.key.width, pane.column + pane.columns - column)
    draw(Self.key, in: Rect(column: column, row: row, columns: steps, rows: 1))
    column = text("9", at: column + steps)
    _ = text(" tenths of the most", at: column, .muted)
  }

  /// The colours as they look over a middle grey, in ten steps.
  private static let key: Picture = {
    let steps = (0..<10).flatMap { step in
      let colour = HeatRamp.tinted(RGB(160, 160, 160), heat: Float(step) / 9)
      return [colour.red, colour.green, colour.blue]
    }
    return Picture(width: 10, height: 2, rgb: steps + steps)
  }()
}
