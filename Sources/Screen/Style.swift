/// What a piece of the screen means. A theme gives each role its colours; see `Themes/`.
public enum Role: String, CaseIterable, Hashable, Sendable {
  /// Plain text on the plain background.
  case text = "text"
  /// Less important text.
  case muted = "text.muted"
  /// Headings inside panels.
  case heading = "text.heading"
  /// The title bar with the research-use notice.
  case title = "title"
  /// Frame lines of panels.
  case border = "border"
  /// Frame lines of the panel that has the keys.
  case borderFocused = "border.focused"
  /// The selected row.
  case selection = "selection"
  /// The bottom key line: key names, and what they do.
  case keyName = "keys.name"
  case keyAction = "keys.action"
  /// The status line and its kinds of message.
  case status = "status"
  case statusSaved = "status.saved"
  case statusWarning = "status.warning"
  case statusError = "status.error"
  /// Marks of an image or a cell in lists.
  case markConfirmed = "mark.confirmed"
  case markOverridden = "mark.overridden"
  case markUncertain = "mark.uncertain"
  case markUnreviewed = "mark.unreviewed"
  case markError = "mark.error"
  case markFlagged = "mark.flagged"
  /// Classes, by their place in the model's list (1...8); always beside a letter.
  case class1 = "class.1"
  case class2 = "class.2"
  case class3 = "class.3"
  case class4 = "class.4"
  case class5 = "class.5"
  case class6 = "class.6"
  case class7 = "class.7"
  case class8 = "class.8"
  /// Bars of probabilities and progress.
  case bar = "bar"
  case barEmpty = "bar.empty"
  /// Outline of the chosen cell's box over a picture, and of the others.
  case boxSelected = "box.selected"
  case box = "box"
  /// Ground of the picture's panel where no picture is.
  case pictureGround = "picture.ground"
}

/// A colour: what it means, or a picture's own.
public enum Ink: Hashable, Sendable {
  /// The theme's foreground of a role where text is drawn, its background where ground is.
  case role(Role)
  /// A role's foreground in either place: half a cell of an outline may be the cell's ground.
  case foreground(Role)
  /// A role's background in either place.
  case background(Role)
  /// A colour of a picture, sRGB.
  case rgb(UInt8, UInt8, UInt8)
}

/// Emphasis beside colour.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  /// Attributes from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Attributes(rawValue: 1)
  public static let underline = Attributes(rawValue: 2)
  public static let reverse = Attributes(rawValue: 4)
}

/// How a character cell is drawn.
public struct Style: Hashable, Sendable {
  public var foreground: Ink
  public var background: Ink
  public var attributes: Attributes

  /// Colours and attributes, independent of any theme.
  public init(foreground: Ink, background: Ink, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// Both colours of one role, as most text is drawn.
  public init(_ role: Role, _ attributes: Attributes = []) {
    self.init(foreground: .role(role), background: .role(role), attributes: attributes)
  }
}
