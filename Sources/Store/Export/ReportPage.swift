import Foundation
public import Review

/// A cell of a report as it can be shown.
public struct ReportPicture: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// A PNG file.
    case png([UInt8])
    /// Why there is no picture, such as `the file holds another picture now`.
    case unavailable(String)
  }

  public let cell: OverriddenCell
  public let content: Content

  /// The picture of a cell.
  public init(cell: OverriddenCell, content: Content) {
    self.cell = cell
    self.content = content
  }

  /// The same without the picture's name.
  public func named(by names: PrivateNames) -> ReportPicture {
    ReportPicture(cell: cell.named(by: names), content: content)
  }
}

/// Results for people: one HTML file that needs nothing beside it, a page of A4 for each slide.
enum ReportPage {
  /// The file.
  ///
  /// - Parameter pictures: The overridden cells of each result, in the order of the results.
  static func bytes(_ results: [SlideResult], pictures: [[ReportPicture]]) -> [UInt8] {
    let pages = zip(results, pictures).map { ReportSlide(result: $0, pictures: $1).html }
    let title = results.map { "\($0.slide.specimen) \($0.slide.slide)" }.joined(separator: ", ")
    return Array(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>\(HTMLText.escaped(title)): white cell differential</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      \(pages.joined(separator: "\n"))
      </body>
      </html>

      """.utf8)
  }

  private static let style = """
    @page { size: A4; margin: 12mm; }
    body { font: 10pt/1.35 "DejaVu Sans", Arial, sans-serif; color: #000; background: #fff; margin: 0 auto; max-width: 186mm; }
    section { break-after: page; }
    section:last-child { break-after: auto; }
    header { border-bottom: 2px solid #000; margin-bottom: 3mm; }
    header table { width: 100%; }
    .notice { font-weight: bold; margin: 0 0 2mm; }
    .status { font-size: 22pt; font-weight: bold; letter-spacing: 0.06em; text-align: right; text-transform: uppercase; }
    .why { text-align: right; }
    h1 { font-size: 14pt; margin: 0; }
    h2 { font-size: 10.5pt; margin: 3mm 0 1mm; }
    p, ul { margin: 0 0 1mm; }
    ul { padding-left: 5mm; }
    table { border-collapse: collapse; }
    .counts { width: 100%; }
    .counts th, .counts td { border-bottom: 1px solid #999; padding: 0.6mm 1.5mm; text-align: right; }
    .counts th:first-child, .counts td:first-child { text-align: left; }
    .counts tfoot td { font-weight: bold; border-bottom: none; }
    .cells { display: flex; flex-wrap: wrap; gap: 2mm; }
    figure { width: 28mm; margin: 0; font-size: 7.5pt; overflow-wrap: anywhere; }
    figure img, figure .none { width: 22mm; height: 22mm; display: block; border: 1px solid #000; }
    figure .none { font-size: 6.5pt; padding: 1mm; box-sizing: border-box; overflow: hidden; }
    footer { border-top: 1px solid #000; margin-top: 3mm; padding-top: 1mm; font-size: 7.5pt; overflow-wrap: anywhere; }
    """
}

/// The page of one slide.
private struct ReportSlide {
  let result: SlideResult
  let pictures: [ReportPicture]

  var html: String {
    """
    <section>
    <header>
    <p class="notice">\(text(result.origin.notice))</p>
    <table><tr><td><h1>White cell differential</h1>
    <p>Specimen <b>\(text(orDash(result.slide.specimen)))</b>, slide <b>\(text(result.slide.slide))</b></p>
    <p>\(text(result.slide.directory.lossyText))</p></td>
    <td><p class="status">\(result.status.rawValue)</p><p class="why">\(why)</p></td></tr></table>
    </header>
    \(counts)
    \(tallies)
    \(signatures)
    \(amendments)
    \(cells)
    \(foot)
    </section>
    """
  }

  private var why: String {
    switch result.status {
    case .preliminary where result.signatures.isEmpty: "nobody signed this result"
    case .preliminary: "changed after it was signed"
    case .final, .amended:
      result.signatures.last.map {
        "signed by \(text($0.signOff.reviewer)), \(text($0.time.localText))"
      } ?? ""
    }
  }

  private var counts: String {
    let hasAbsolute = result.absolute != nil
    let hasRanges = result.rows.contains {
      $0.ranges.percentage != nil || $0.ranges.absolute != nil
    }
    let earlier = result.signatures.dropLast().last
    var heads = ["Class", "Cells", "%", "95 % limits"]
    if hasAbsolute { heads.append("10<sup>9</sup>/L") }
    if hasRanges { heads.append("Reference") }
    if let earlier { heads.append("Signed before (\(earlier.signOff.total))") }
    let rows = result.rows.map { row in
      var cells = [
        text(row.name), String(row.count), row.percentage?.tenths ?? "-",
        row.limits.map {
          let shown = $0.outwards(digits: 1)
          return "\(shown.lowerBound.tenths) to \(shown.upperBound.tenths)"
        } ?? "-",
      ]
      if hasAbsolute { cells.append(row.absolute.map(ResultText.number) ?? "-") }
      if hasRanges { cells.append(reference(row)) }
      if let earlier { cells.append(String(earlier.count(of: row.label))) }
      return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    let target = ResultText.target(result.slide).map {
      ", target \($0) \(result.isTargetReached == true ? "reached" : "not reached")"
    }
    return """
      <table class="counts"><thead><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      <tfoot><tr><td>Total</td><td>\(result.differential.total)</td><td colspan="\(heads.count - 2)">\(text(target.map { String($0.dropFirst(2)) } ?? ""))</td></tr></tfoot></table>
      """
  }

  /// The ranges that a class has, with a letter where its value lies outside.
  private func reference(_ row: SlideResult.Row) -> String {
    func part(_ value: Double?, _ range: ReferenceRange?, _ unit: String) -> String? {
      guard let range else { return nil }
      let shown = "\(ResultText.number(range.low))-\(ResultText.number(range.high))\(unit)"
      let position = value.map { range.position(of: $0).rawValue } ?? ""
      return position.isEmpty ? shown : "\(shown) \(position)"
    }
    return [
      part(row.percentage, row.ranges.percentage, " %"),
      part(row.absolute, row.ranges.absolute, ""),
    ].compactMap { $0 }.joined(separator: "; ")
  }

  private var tallies: String {
    var parts = result.tallies.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }
    if let red = result.nucleatedRedCellsPer100, red > 0 {
      parts.append("nucleated red cells per 100 white cells \(ResultText.number(red))")
    }
    if let absolute = result.absolute {
      parts.append("white cells as given \(ResultText.number(absolute.whiteCells)) x 10^9/L")
      if absolute.isCorrected {
        parts.append("corrected \(ResultText.number(absolute.correctedWhiteCells)) x 10^9/L")
      }
    }
    if result.contested > 0 { parts.append("contested, not counted \(result.contested)") }
    if result.disputed > 0 { parts.append("seen otherwise by a second reader \(result.disputed)") }
    if result.apart > 0 { parts.append("outside the sample, not counted \(result.apart)") }
    return parts.isEmpty
      ? "" : "<h2>Outside the total</h2><p>\(text(parts.joined(separator: "; ")))</p>"
  }

  private var signatures: String {
    guard !result.signatures.isEmpty else {
      return "<h2>Signatures</h2><p>None: the result is preliminary.</p>"
    }
    let lines = result.signatures.map { "<li>\(text(ResultText.signature($0)))</li>" }
    return "<h2>Signatures</h2><ul>\(lines.joined())</ul>"
  }

  private var amendments: String {
    guard !result.amendments.isEmpty else { return "" }
    let lines = result.amendments.map { "<li>\(text(ResultText.amendment($0)))</li>" }
    return "<h2>Changed after it was signed</h2><ul>\(lines.joined())</ul>"
  }

  private var cells: String {
    let overridden = result.overridden
    guard overridden.count > 0 else { return "" }
    let shown =
      overridden.count > pictures.count
      ? ", the first \(pictures.count) of \(overridden.count)" : ""
    let figures = pictures.map { picture in
      let cell = picture.cell
      let image =
        switch picture.content {
        case .png(let bytes):
          "<img alt=\"\" src=\"data:image/png;base64,\(Data(bytes).base64EncodedString())\">"
        case .unavailable(let why): "<div class=\"none\">\(text(why))</div>"
        }
      let change = "\(cell.suggested?.rawValue ?? "nothing") > \(cell.label.rawValue)"
      let reason = cell.reason.map { ": \($0)" } ?? ""
      return
        "<figure>\(image)<figcaption>\(text(change + reason))<br>\(text(cell.image.fileName.lossyText))</figcaption></figure>"
    }
    return "<h2>Suggestion overridden\(shown)</h2><div class=\"cells\">\(figures.joined())</div>"
  }

  private var foot: String {
    let origin = result.origin
    let models =
      origin.models.map {
        "Model \($0.id), SHA-256 \($0.sha256). It suggests a label to a trained person who looks at the cell and decides; "
          + "its card is Weights/README.md."
      } + (origin.models.isEmpty ? ["No model suggested anything."] : [])
    let lines =
      models + [
        "Limits: exact 95 % (Clopper and Pearson) for cells drawn from the slide; they say nothing of a wrong label.",
        "Reviewed by \(result.reviewers.joined(separator: ", ")) with \(origin.reviewedWith.joined(separator: ", ")); written by \(origin.application); as of \(origin.time.utcText).",
        "Head of the review log: record \(origin.head.sequence), \(origin.head.hash). "
          + "hematovision verify compares a log with it.", origin.notice,
      ]
    return "<footer>\(lines.map { "<p>\(text($0))</p>" }.joined())</footer>"
  }

  private func orDash(_ text: String) -> String { text.isEmpty ? "-" : text }

  private func text(_ text: String) -> String { HTMLText.escaped(text) }
}
