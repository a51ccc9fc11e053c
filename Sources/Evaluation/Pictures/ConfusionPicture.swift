import Imaging

extension Confusion {
  /// The counts, rows true and columns answered; the darker, the greater the share of its row.
  func picture(signed signature: [String]) -> RGBImage {
    let rows = codes.indices.filter { counts[$0].contains { $0 > 0 } }
    let columns =
      codes.indices.filter { column in
        rows.contains(column) || counts.contains { $0[column] > 0 }
      } + [codes.count]
    let names = shortCodes + ["no cell"]
    let recallRoom = 130
    let left = 110 + rows.reduce(0) { max($0, Canvas.width(of: shortCodes[$1])) }
    // With many classes the sheet grows, and the names of the columns are small.
    let side = max(48, min(96, (Canvas.sheetWidth - left - recallRoom - 24) / columns.count))
    let letters = side < 72 ? 1 : 2
    let top = 160
    var canvas = Canvas(
      title: "True and answered classes",
      subtitle: "\(accuracy.hits) of \(accuracy.count) right, \(percent(accuracy)) %. "
        + "Darker: more of the row.",
      width: max(Canvas.sheetWidth, left + columns.count * side + recallRoom + 24),
      height: top + rows.count * side + 40, signed: signature)
    canvas.write("answered", x: left, y: top - 64, size: 2, .grey)
    canvas.write("true", x: 24, y: top + 4, size: 2, .grey)
    canvas.write("recall", x: left + columns.count * side + 24, y: top - 30, size: 2)
    for (place, column) in columns.enumerated() {
      canvas.write(
        names[column], x: left + place * side + side / 2, y: top - 30, size: letters, .black,
        .middle)
    }
    for (line, row) in rows.enumerated() {
      let y = top + line * side
      let total = counts[row].reduce(0, +)
      canvas.write(names[row], x: left - 14, y: y + side / 2 - 7, size: 2, .black, .right)
      for (place, column) in columns.enumerated() {
        let x = left + place * side
        let (count, share) = (counts[row][column], Double(counts[row][column]) / Double(total))
        canvas.fill(x: x, y: y, width: side, height: side, Ink.white.mixed(with: .blue, share))
        canvas.frame(x: x, y: y, width: side, height: side, row == column ? .black : .pale)
        let ink: Ink = count == 0 ? .pale : share > 0.45 ? .white : .black
        let size = Canvas.width(of: "\(count)", size: 3) < side - 8 ? 3 : 2
        canvas.write(
          "\(count)", x: x + side / 2, y: y + side / 2 - 7 * size / 2, size: size, ink, .middle)
      }
      canvas.write(
        "\(percent(Share(counts[row][row], of: total).value)) %",
        x: left + columns.count * side + 24, y: y + side / 2 - 7, size: 2)
    }
    return canvas.image
  }
}
