import Screen

/// One thing ncurses read from the keyboard.
package enum InputToken: Hashable {
  /// A character, as it came.
  case character(UInt32)
  /// A key ncurses knows, by its code.
  case code(Int)
}

/// Turns what ncurses reads into keys and pastes.
///
/// Sequences that terminfo does not list are understood or swallowed here: were they passed on as
/// characters, the digits inside them would label cells.
package struct InputDecoder {
  private enum State: Hashable {
    case ground
    case escape
    /// Inside ESC [, with the parameters so far.
    case control(String)
    /// After ESC O.
    case single
    /// In a mouse report of the old form: so many characters are still to come.
    case oldMouse(Int)
    case paste
    /// Inside a paste, at a possible end, with what has come of ESC [ 201 ~.
    case pasteEnd(String)
  }

  private var state = State.ground
  private var pasted = String.UnicodeScalarView()
  private var pastedCount = 0
  /// Characters of a paste that are kept; the rest is dropped.
  package static let longestPaste = 16_384

  /// A decoder at rest.
  package init() {}

  /// Takes one token and gives the events it completes.
  package mutating func take(_ token: InputToken) -> [TerminalEvent] {
    switch token {
    case .code(let code): return takeCode(code)
    case .character(let value):
      guard let scalar = Unicode.Scalar(value) else { return [] }
      return take(scalar)
    }
  }

  /// Whether the last character was an escape that may be a key or begin a sequence.
  package var mayBeEscapeKey: Bool { state == .escape }

  /// Says that nothing more is waiting: an escape character on its own was the escape key.
  package mutating func pause() -> [TerminalEvent] {
    guard state == .escape else { return [] }
    state = .ground
    return [.key(.escape)]
  }

  private mutating func takeCode(_ code: Int) -> [TerminalEvent] {
    switch code {
    case KeyCode.pasteStart:
      beginPaste()
      return []
    case KeyCode.pasteEnd:
      return endPaste()
    default:
      switch state {
      case .paste, .pasteEnd:
        return []
      case .escape:
        // Alt with a special key: a chord the station has no use for.
        state = .ground
        return []
      case .control, .single, .oldMouse, .ground:
        state = .ground
        return KeyCode.key(code).map { [.key($0)] } ?? []
      }
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> [TerminalEvent] {
    switch state {
    case .ground:
      if scalar == "\u{1B}" {
        state = .escape
        return []
      }
      return Self.plainKey(scalar).map { [.key($0)] } ?? []
    case .escape:
      switch scalar {
      case "[": state = .control("")
      case "O": state = .single
      case "\u{1B}": return [.key(.escape)]
      // Alt with a character is no key of ours, and must not act as the bare character.
      default: state = .ground
      }
      return []
    case .single:
      state = .ground
      return EscapeSequence.single(scalar).map { [.key($0)] } ?? []
    case .control(let parameters):
      return takeControl(scalar, parameters)
    case .oldMouse(let count):
      // Were they passed on, a click would label a cell.
      state = count > 1 ? .oldMouse(count - 1) : .ground
      return []
    case .paste, .pasteEnd:
      return takePasted(scalar)
    }
  }

  private mutating func takeControl(
    _ scalar: Unicode.Scalar, _ parameters: String
  ) -> [TerminalEvent] {
    switch scalar.value {
    case 0x20...0x3F where parameters.count < 32:
      state = .control(parameters + String(Character(scalar)))
      return []
    case 0x40...0x7E:
      state = .ground
      if scalar == "~", parameters == "200" {
        beginPaste()
        return []
      }
      if scalar == "M", parameters.isEmpty {
        state = .oldMouse(MouseReport.oldFormLength)
        return []
      }
      if let mouse = MouseReport.mouse(scalar, parameters) { return [.mouse(mouse)] }
      return EscapeSequence.control(scalar, parameters).map { [.key($0)] } ?? []
    case 0x1B:
      state = .escape
      return []
    default:
      state = .ground
      return []
    }
  }

  private mutating func beginPaste() {
    state = .paste
    pasted = String.UnicodeScalarView()
    pastedCount = 0
  }

  private mutating func endPaste() -> [TerminalEvent] {
    let isPasting: Bool =
      switch state {
      case .paste, .pasteEnd: true
      default: false
      }
    state = .ground
    guard isPasting else { return [] }
    let text = String(pasted)
    pasted = String.UnicodeScalarView()
    return [.paste(text)]
  }

  private mutating func takePasted(_ scalar: Unicode.Scalar) -> [TerminalEvent] {
    // Terminals strip control characters from pastes, so this one was typed: the way out when the
    // end of a paste got lost.
    if scalar == "\u{3}" { return endPaste() }
    if case .pasteEnd(let begun) = state {
      let text = begun + String(Character(scalar))
      if text == Self.pasteEndSequence { return endPaste() }
      if Self.pasteEndSequence.hasPrefix(text) {
        state = .pasteEnd(text)
        return []
      }
      begun.unicodeScalars.forEach { keep($0) }
      state = .paste
    }
    if scalar == "\u{1B}" {
      state = .pasteEnd("\u{1B}")
    } else {
      keep(scalar)
    }
    return []
  }

  private static let pasteEndSequence = "\u{1B}[201~"

  private mutating func keep(_ scalar: Unicode.Scalar) {
    guard pastedCount < Self.longestPaste else { return }
    pasted.append(scalar)
    pastedCount += 1
  }

  private static func plainKey(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x09: return .tab
    case 0x0A, 0x0D: return .enter
    case 0x08, 0x7F: return .backspace
    case 0x01...0x1A:
      return Unicode.Scalar(scalar.value + 0x60).map { .control(Character($0)) }
    case 0x00..<0x20, 0x80..<0xA0: return nil
    default: return .character(Character(scalar))
    }
  }
}
