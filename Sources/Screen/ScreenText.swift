/// Text made safe for character cells: what a terminal must not obey is spelt out.
///
/// - Control characters show as `\t`, `\n`, `\r`, `\e`, or their code as in `‹07›`.
/// - Format characters (bidirectional overrides, joiners, tags, the soft hyphen), invisible
///   fillers, line separators, private and unassigned characters and skin tones show as `‹202E›`:
///   terminals disagree about them, or let them change the order of what is read.
/// - Variation selectors are dropped; of stacked combining marks the first three are kept.
/// - A mark with nothing to stand on gets a dotted circle.
public enum ScreenText {
  /// One or more columns' worth of text that is never divided.
  struct Cluster {
    var text: String
    /// Columns it takes: 1 or 2.
    var width: Int
  }

  /// Columns that `text` takes when nothing is clipped.
  public static func width(of text: String) -> Int {
    clusters(of: text, atMost: .max).reduce(0) { $0 + $1.width }
  }

  /// The clusters of `text`, ended early once they take more than `limit` columns.
  static func clusters(of text: String, atMost limit: Int) -> [Cluster] {
    var result: [Cluster] = []
    var columns = 0
    var marks = 0
    for scalar in text.unicodeScalars {
      switch kind(of: scalar) {
      case .plain(let width):
        if columns > limit { return result }
        result.append(Cluster(text: String(Character(scalar)), width: width))
        columns += width
        marks = 0
      case .mark:
        if result.isEmpty {
          result.append(Cluster(text: "\u{25CC}", width: 1))
          columns += 1
        }
        if marks < 3 { result[result.count - 1].text.unicodeScalars.append(scalar) }
        marks += 1
      case .escaped(let spelling):
        if columns > limit { return result }
        for character in spelling {
          result.append(Cluster(text: String(character), width: 1))
        }
        columns += spelling.count
        marks = 3
      case .dropped:
        break
      }
    }
    return result
  }

  private enum Kind {
    case plain(width: Int)
    case mark
    case escaped(String)
    case dropped
  }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    let code = scalar.value
    if code >= 0x20, code < 0x7F { return .plain(width: 1) }
    switch code {
    case 0x09: return .escaped("\\t")
    case 0x0A: return .escaped("\\n")
    case 0x0D: return .escaped("\\r")
    case 0x1B: return .escaped("\\e")
    default: break
    }
    let properties = scalar.properties
    if properties.isVariationSelector { return .dropped }
    if properties.isDefaultIgnorableCodePoint || properties.isEmojiModifier {
      return .escaped(codeSpelling(code))
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return .escaped(codeSpelling(code))
    case .nonspacingMark, .enclosingMark:
      return .mark
    default:
      // Vowels and finals of decomposed Hangul stand inside the syllable's first letter.
      let isHangulTail = (0x1160...0x11FF).contains(code) || (0xD7B0...0xD7FF).contains(code)
      if isHangulTail { return .mark }
      return .plain(width: WideCharacters.contains(scalar) ? 2 : 1)
    }
  }

  private static func codeSpelling(_ code: UInt32) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return "\u{2039}" + (digits.count < 2 ? "0" : "") + digits + "\u{203A}"
  }
}

/// What happens to text that is too long for its place.
public enum Clip: Hashable, Sendable {
  /// It ends at the last column that fits.
  case cut
  /// Its last column becomes an ellipsis.
  case ellipsis
  /// Its middle becomes an ellipsis: file names differ at their ends.
  case middleEllipsis
}

extension ScreenText {
  /// The clusters to draw for `text` in `width` columns.
  static func fitted(_ text: String, width: Int, clip: Clip) -> [Cluster] {
    guard width > 0 else { return [] }
    let all = clusters(of: text, atMost: clip == .middleEllipsis ? .max : width)
    guard all.reduce(0, { $0 + $1.width }) > width else { return all }
    let dots = Cluster(text: "\u{2026}", width: 1)
    switch clip {
    case .cut:
      return head(of: all, width: width)
    case .ellipsis:
      return head(of: all, width: width - 1) + [dots]
    case .middleEllipsis:
      let tailWidth = (width - 1) / 2
      let tail = head(of: all.reversed(), width: tailWidth).reversed()
      return head(of: all, width: width - 1 - tailWidth) + [dots] + tail
    }
  }

  private static func head(of clusters: [Cluster], width: Int) -> [Cluster] {
    var result: [Cluster] = []
    var columns = 0
    for cluster in clusters {
      if columns + cluster.width > width { break }
      columns += cluster.width
      result.append(cluster)
    }
    return result
  }
}
