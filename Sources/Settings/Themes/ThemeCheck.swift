public import Screen

/// Something of a theme that people could not read or tell apart.
public enum ThemeFinding: Hashable, Sendable {
  /// No file says anything about the role or one above it.
  case missing(Role)
  /// Text that cannot be read well; `inPalette256` after reduction to 256 colours.
  case contrast(Role, on: Role, ratio: Double, inPalette256: Bool)
  /// A colour of the theme's beside one of the terminal's, which nobody knows.
  case unknowable(Role, on: Role)
  /// Colours of two classes that look alike, in a theme that says it is safe for the colour-blind.
  case alike(Role, Role, ColourVision, difference: Double)
}

/// Demands on a theme: every role, contrast, and classes that colour-blind people tell apart.
public enum ThemeCheck {
  /// What WCAG 2.1 asks of text at level AA.
  public static let leastContrast = 4.5
  /// Least CIEDE2000 difference of two classes' colours, five times what can just be seen.
  public static let leastDifference = 10.0

  /// Classes by their place.
  public static let classes = Role.allCases.filter { $0.rawValue.hasPrefix("class.") }

  /// Every ink and the grounds it stands on: its own, and the panels' where it is drawn on theirs. The
  /// selected row has one ink.
  public static let pairs: [(ink: Role, ground: Role)] = {
    let inLists =
      classes + Role.allCases.filter { $0.rawValue.hasPrefix("mark.") } + [.muted]
    return Role.allCases.map { ($0, $0) } + inLists.map { ($0, .text) }
      + [(.bar, .barEmpty)]
  }()

  /// Everything that is wrong with a theme; empty when nothing is.
  public static func findings(of theme: Theme, isColourBlindSafe: Bool) -> [ThemeFinding] {
    var findings = Role.allCases.filter { !isSaid($0, in: theme) }.map(ThemeFinding.missing)
    var nearest = NearestColour.of256
    for (ink, ground) in pairs {
      switch (theme.colours(of: ink).foreground, theme.colours(of: ground).background) {
      case (.terminalDefault, .terminalDefault): break
      case (.rgb(let one), .rgb(let other)):
        let ratio = Contrast.ratio(one, other)
        let reduced = Contrast.ratio(nearest.colour(of: one), nearest.colour(of: other))
        if ratio < leastContrast {
          findings.append(.contrast(ink, on: ground, ratio: ratio, inPalette256: false))
        } else if reduced < leastContrast {
          findings.append(.contrast(ink, on: ground, ratio: reduced, inPalette256: true))
        }
      default: findings.append(.unknowable(ink, on: ground))
      }
    }
    return isColourBlindSafe ? findings + alike(theme) : findings
  }

  /// The least contrast of the theme's own colours; nil when it has none.
  public static func contrast(of theme: Theme) -> (ratio: Double, ink: Role, ground: Role)? {
    pairs.compactMap { ink, ground in
      guard case .rgb(let one) = theme.colours(of: ink).foreground,
        case .rgb(let other) = theme.colours(of: ground).background
      else { return nil }
      return (Contrast.ratio(one, other), ink, ground)
    }.min { $0.0 < $1.0 }
  }

  /// The least difference of two classes' colours as each kind of eye sees them.
  public static func difference(of theme: Theme, seenWith vision: ColourVision) -> Double? {
    differences(theme, vision).map(\.difference).min()
  }

  private static func alike(_ theme: Theme) -> [ThemeFinding] {
    ColourVision.allCases.flatMap { vision in
      differences(theme, vision).filter { $0.difference < leastDifference }
        .map { .alike($0.one, $0.other, vision, difference: $0.difference) }
    }
  }

  private static func differences(
    _ theme: Theme, _ vision: ColourVision
  ) -> [(one: Role, other: Role, difference: Double)] {
    classes.indices.flatMap { first in
      classes[(first + 1)...].compactMap { other in
        guard case .rgb(let one) = theme.colours(of: classes[first]).foreground,
          case .rgb(let two) = theme.colours(of: other).foreground
        else { return nil }
        return (classes[first], other, vision.difference(one, two))
      }
    }
  }

  /// Whether an entry names the role or a part of its dotted name; `text` is there for all.
  private static func isSaid(_ role: Role, in theme: Theme) -> Bool {
    var path = role.rawValue[...]
    while true {
      if theme.entries[String(path)] != nil { return true }
      guard let dot = path.lastIndex(of: ".") else { return false }
      path = path[..<dot]
    }
  }
}
