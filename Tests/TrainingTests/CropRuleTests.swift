import Review
import Testing
import Training

/// How wide crops are: the usual, or what fits into pictures that are cut close.
@Suite struct CropRuleTests {
  /// A square picture with a cell of side 100 in its middle, with so many pixels around it on each side.
  private func picture(margin: Int, boxes: Int = 1) -> CropRule.Picture {
    CropRule.Picture(
      boxes: [Box](
        repeating: Box(x: margin, y: margin, width: 100, height: 100), count: boxes),
      width: 100 + 2 * margin, height: 100 + 2 * margin)
  }

  @Test func `where there is room around the cells the crop stays as it is`() {
    #expect(CropRule.scale([picture(margin: 200)], usual: 1.5) == 1.5)
    #expect(CropRule.scale([picture(margin: 25)], usual: 1.5) == 1.5)
    #expect(CropRule.scale([], usual: 1.5) == 1.5)
    #expect(CropRule.scale([picture(margin: 9, boxes: 0)], usual: 1.5) == 1.5)
  }

  @Test func `pictures cut close get what fits, rounded down to a twentieth`() {
    // 100 + 2 x 14 over 100 is 1.28.
    #expect(CropRule.scale([picture(margin: 14)], usual: 1.5) == 1.25)
    #expect(CropRule.scale([picture(margin: 15)], usual: 1.5) == 1.3)
    // Never less than the cell with a little around it.
    #expect(CropRule.scale([picture(margin: 0)], usual: 1.5) == 1.1)
  }

  @Test func `the half of the cells decides, and cells are counted, not pictures`() {
    let (close, wide) = (picture(margin: 15), picture(margin: 200))
    #expect(CropRule.scale([close, wide, wide], usual: 1.5) == 1.5)
    #expect(CropRule.scale([close, close, wide], usual: 1.5) == 1.3)
    #expect(CropRule.scale([picture(margin: 15, boxes: 3), wide, wide], usual: 1.5) == 1.3)
  }

  @Test func `the nearest edge counts, whichever it is, and the longer side of the box`() {
    for box in [
      Box(x: 10, y: 500, width: 100, height: 50), Box(x: 500, y: 10, width: 50, height: 100),
      Box(x: 890, y: 500, width: 100, height: 50), Box(x: 500, y: 890, width: 50, height: 100),
    ] {
      // From the middle of the box to the edge are 60 pixels: a square of 120 fits.
      let picture = CropRule.Picture(boxes: [box], width: 1000, height: 1000)
      #expect(CropRule.scale([picture], usual: 1.5) == 1.2)
    }
  }
}
