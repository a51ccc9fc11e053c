import Foundation
import Review
import Station

/// What is measured of one image, in the form of a line of JSON.
struct MeasureRecord: Codable, Sendable {
  struct WhiteCell: Codable {
    let box: Box
    let nucleusAreaPx: Int
    let cytoplasmAreaPx: Int
    let nucleusAreaUm2: Double?
    let cytoplasmAreaUm2: Double?
    let ncRatio: Double?
    let nucleusLobes: Int
    let nucleusRoundness: Double
    let cellRoundness: Double
    let granularity: Double
    let nucleusColour: MeanColour?
    let cytoplasmColour: MeanColour?
    let cutOff: Bool
    let touching: Bool
  }

  struct RedCells: Codable {
    struct Form: Codable {
      let name: RedCellForm.Name
      let cells: Int
      let of: Int
      let percent: Double
      let grade: RedCellForm.Grade
    }

    struct Cell: Codable {
      let box: Box
      let areaPx: Int
      let roundness: Double
      let elongation: Double
      let pallor: Double
      let cutOff: Bool
      let touching: Bool
    }

    let count: Int
    /// Cells a million pixels.
    let density: Double
    let densityPerMm2: Double?
    let whole: Int
    let single: Int
    let touchingShare: Double?
    let diameterPx: Spread?
    let diameterUm: Spread?
    let areaSpreadPercent: Double?
    let roundness: Spread?
    let elongation: Spread?
    let pallor: Spread?
    let forms: [Form]
    let cells: [Cell]
  }

  struct Platelets: Codable {
    let count: Int
    let boxes: [Box]
  }

  struct Quality: Codable {
    let suitability: FieldQuality.Suitability
    let focus: Double
    let stain: Double
    let coverage: Double
  }

  let path: String
  /// The name's bytes, where they are no text.
  let pathBase64: String?
  /// `ok` or `error`.
  let status: String
  let error: String?
  let sha256: String?
  let width: Int?
  let height: Int?
  let micrometresPerPixel: Double?
  let whiteCells: [WhiteCell]?
  let redCells: RedCells?
  let platelets: Platelets?
  let quality: Quality?
  let milliseconds: Double
  let appVersion: String
  let notice: String

  /// What was measured of an image, or why it could not be.
  init(
    _ image: ImagePath, _ outcome: Result<Measured, Notice>, milliseconds: Double, scale: Double?
  ) {
    path = image.lossyText
    pathBase64 = image.base64UnlessText
    micrometresPerPixel = scale
    self.milliseconds = (milliseconds * 1_000).rounded() / 1_000
    (appVersion, notice) = (Application.identity, researchUseNotice)
    switch outcome {
    case .failure(let reason):
      (status, error) = ("error", "\(reason.why). \(reason.cure).")
      (sha256, width, height) = (nil, nil, nil)
      (whiteCells, redCells, platelets, quality) = (nil, nil, nil, nil)
    case .success(let measured):
      (status, error) = ("ok", nil)
      (sha256, width, height) = (measured.sha256, measured.width, measured.height)
      let field = measured.field
      whiteCells = field.whiteCells.map { WhiteCell($0, scale: scale) }
      redCells = RedCells(field, scale: scale)
      platelets = Platelets(count: field.platelets.count, boxes: field.platelets)
      quality = Quality(
        suitability: field.quality.suitability, focus: field.quality.focus.toFourDecimals,
        stain: field.quality.stain.toFourDecimals, coverage: field.quality.coverage.toFourDecimals)
    }
  }

  /// What a readable image holds.
  struct Measured {
    let sha256: String
    let width: Int
    let height: Int
    let field: FieldSummary
  }

  /// The image's name as bytes.
  var pathBytes: [UInt8] {
    pathBase64.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? Array(path.utf8)
  }

  /// The red cells as they were measured.
  var redCellMeasures: [RedCell] {
    redCells?.cells.map {
      RedCell(
        box: $0.box, area: $0.areaPx, roundness: $0.roundness, elongation: $0.elongation,
        pallor: $0.pallor, isCutOff: $0.cutOff, isTouching: $0.touching)
    } ?? []
  }

  /// A line with its end. Every measure is a quotient of counts whose divisor was looked at.
  func line() -> [UInt8] { Array(jsonLine(self, keys: .convertToSnakeCase).utf8) }

  /// The record of a line; nil for anything else.
  init?(line: [UInt8]) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let record = try? decoder.decode(MeasureRecord.self, from: Data(line)) else { return nil }
    self = record
  }
}

extension MeasureRecord.WhiteCell {
  fileprivate init(_ cell: FieldSummary.WhiteCell, scale: Double?) {
    let measures = cell.measures
    func area(_ pixels: Int) -> Double? { scale.map { (Double(pixels) * $0 * $0).toFourDecimals } }
    self.init(
      box: cell.box, nucleusAreaPx: measures.nucleusArea, cytoplasmAreaPx: measures.cytoplasmArea,
      nucleusAreaUm2: area(measures.nucleusArea), cytoplasmAreaUm2: area(measures.cytoplasmArea),
      ncRatio: measures.nucleusToCytoplasm?.toFourDecimals, nucleusLobes: measures.lobeCount,
      nucleusRoundness: measures.nucleusRoundness, cellRoundness: measures.cellRoundness,
      granularity: measures.granularity, nucleusColour: measures.nucleusColour,
      cytoplasmColour: measures.cytoplasmColour, cutOff: measures.isCutOff,
      touching: measures.isTouching)
  }
}

extension MeasureRecord.RedCells {
  fileprivate init(_ field: FieldSummary, scale: Double?) {
    let figures = field.redCellFigures
    self.init(
      count: figures.count, density: figures.density,
      densityPerMm2: scale.map { (figures.density / ($0 * $0)).toFourDecimals },
      whole: figures.whole,
      single: figures.single, touchingShare: figures.touchingShare, diameterPx: figures.diameter,
      diameterUm: scale.flatMap { figures.diameter?.scaled(by: $0) },
      areaSpreadPercent: figures.areaSpreadPercent, roundness: figures.roundness,
      elongation: figures.elongation, pallor: figures.pallor,
      forms: figures.forms.map {
        Form(name: $0.name, cells: $0.cells, of: $0.of, percent: $0.percent, grade: $0.grade)
      },
      cells: field.redCells.map {
        Cell(
          box: $0.box, areaPx: $0.area, roundness: $0.roundness.toFourDecimals,
          elongation: $0.elongation.toFourDecimals, pallor: $0.pallor.toFourDecimals,
          cutOff: $0.isCutOff,
          touching: $0.isTouching)
      })
  }
}
