extension ColourDepth {
  /// The colours that an environment promises, for output that asks no terminal and no terminfo:
  /// NO_COLOR, then COLORTERM outside of multiplexers, then the name in TERM.
  public init(environment: [String: String]) {
    func value(_ name: String) -> String { environment[name] ?? "" }
    let term = value("TERM")
    let family = term.split(separator: "-").first.map(String.init) ?? ""
    // Inside tmux or screen COLORTERM speaks of the terminal outside.
    let isMultiplexed =
      !value("TMUX").isEmpty || !value("STY").isEmpty || ["tmux", "screen"].contains(family)
    let promisesDirect =
      ["truecolor", "24bit"].contains(value("COLORTERM").lowercased()) && !isMultiplexed
    if !value("NO_COLOR").isEmpty || ["dumb", "vt100", "vt102", "vt220"].contains(term) {
      self = .mono
    } else if promisesDirect || term.hasSuffix("-direct") {
      self = .direct
    } else if term.hasSuffix("256color") {
      self = .palette256
    } else if term.isEmpty {
      // A job without a terminal: what is written is looked at later, somewhere.
      self = .palette256
    } else {
      self = term.hasSuffix("16color") ? .palette16 : .palette8
    }
  }
}

extension GlyphSet {
  /// The characters that an environment's locale promises.
  public init(environment: [String: String]) {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let name = locale.uppercased()
    self = name.contains("UTF-8") || name.contains("UTF8") ? .unicode : .ascii
  }
}
