import Screen
import Testing

@Suite("Lines, bars and pictures in a frame")
struct FrameDrawingTests {
  @Test("a border has its title in the upper line")
  func border() {
    var frame = Frame(size: Size(columns: 12, rows: 3))
    frame.border(
      Rect(column: 0, row: 0, columns: 12, rows: 3), title: "images", style: Style(.border),
      titleStyle: Style(.heading))
    #expect(
      FrameText.dump(frame) == """
        size 12x3, cursor hidden
        |┌─ images ─┐|
        |│          │|
        |└──────────┘|
        styles
        |..aaaaaaaa..|
        |.bbbbbbbbbb.|
        |............|
        . = border
        a = text.heading
        b = text

        """)
  }

  @Test(
    "a bar fills in eighths",
    arguments: [
      (0.0, "    "), (0.001, "▏   "), (0.5, "██  "), (0.53, "██▏ "), (0.999, "███▉"), (1, "████"),
      (.nan, "    "), (7, "████"), (-1, "    "), (.infinity, "████"),
    ])
  func bar(fraction: Double, expected: String) {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.bar(fraction, column: 0, row: 0, width: 4)
    #expect(line(frame, 0) == expected)
  }

  /// A picture whose pixel (x, y) is (x, y, 9).
  func picture(width: Int, height: Int) -> Picture {
    Picture(
      width: width, height: height,
      rgb: (0..<height).flatMap { y in (0..<width).flatMap { [UInt8($0), UInt8(y), 9] } })
  }

  @Test("a picture of columns by twice the rows fills the cells exactly")
  func exactPicture() {
    var frame = Frame(size: Size(columns: 5, rows: 4))
    let rect = Rect(column: 1, row: 1, columns: 3, rows: 2)
    let placement = frame.draw(picture(width: 3, height: 4), in: rect)
    #expect(frame[2, 2].character == "▀")
    #expect(
      frame[2, 2].style == Style(foreground: .rgb(1, 2, 9), background: .rgb(1, 3, 9)))
    #expect(frame[0, 0].character == " ")
    #expect(placement.cell(x: 2, y: 3) == Position(column: 3, row: 2))
    #expect(placement.cell(x: 3, y: 0) == nil)
  }

  @Test("a smaller picture is centred, of a larger one the middle shows")
  func centred() {
    var frame = Frame(size: Size(columns: 6, rows: 4))
    let all = Rect(column: 0, row: 0, columns: 6, rows: 4)
    let small = frame.draw(picture(width: 2, height: 3), in: all)
    #expect(small.cell(x: 0, y: 0) == Position(column: 2, row: 1))
    #expect(frame[2, 2].style.foreground == .rgb(0, 2, 9))
    #expect(frame[2, 2].style.background == .background(.pictureGround))
    #expect(frame[0, 0] == Glyph(" ", Style(.pictureGround)))
    let large = frame.draw(picture(width: 10, height: 16), in: all)
    #expect(frame[0, 0].style.foreground == .rgb(2, 4, 9))
    #expect(large.cell(x: 2, y: 4) == Position(column: 0, row: 0))
    #expect(large.cell(x: 1, y: 4) == nil)
  }

  @Test("an outline colours the outermost pixels of its box and nothing else")
  func outline() {
    var frame = Frame(size: Size(columns: 4, rows: 3))
    let plain = picture(width: 4, height: 6)
    let placement = frame.draw(plain, in: Rect(column: 0, row: 0, columns: 4, rows: 3))
    frame.outline(PixelRect(x: 1, y: 1, width: 3, height: 4), on: placement, role: .boxSelected)
    var marked: [String] = []
    for y in 0..<6 {
      marked.append(
        (0..<4).map { x in
          let style = frame[x, y / 2].style
          let ink = y.isMultiple(of: 2) ? style.foreground : style.background
          return ink == .foreground(.boxSelected) ? "x" : "."
        }.joined())
    }
    #expect(marked == ["....", ".xxx", ".x.x", ".x.x", ".xxx", "...."])
  }

  @Test(
    "an outline beyond the picture is left out",
    arguments: [
      PixelRect(x: -5, y: -5, width: 100, height: 100),
      PixelRect(x: .max, y: .max, width: .max, height: .max),
      PixelRect(x: .min, y: .min, width: .max, height: .max),
      PixelRect(x: 0, y: 0, width: 0, height: -4),
    ])
  func outlineOutside(box: PixelRect) {
    var frame = Frame(size: Size(columns: 4, rows: 3))
    let placement = frame.draw(
      picture(width: 4, height: 6), in: Rect(column: 0, row: 0, columns: 4, rows: 3))
    let before = frame
    frame.outline(box, on: placement, role: .box)
    #expect(frame == before)
  }

  @Test("a dump lists picture cells in hexadecimal with repeats as stars")
  func dump() {
    var frame = Frame(size: Size(columns: 3, rows: 1))
    frame.cursor = Position(column: 2, row: 0)
    let picture = Picture(width: 2, height: 2, rgb: [UInt8](repeating: 10, count: 12))
    frame.draw(picture, in: Rect(column: 0, row: 0, columns: 2, rows: 1))
    #expect(
      FrameText.dump(frame) == """
        size 3x1, cursor 2,0
        |▀▀ |
        styles
        |##.|
        . = text
        pictures
        0| 0: 0a0a0a/0a0a0a *

        """)
  }
}
