import Screen

extension Keymap {
  /// First keys of these commands, neighbours joined: `5-8 F2-F5`.
  func runs(of commands: [Command]) -> String {
    var runs: [(first: String, last: String, lastKey: Key?)] = []
    for command in commands {
      guard let binding = binding(for: command), let name = binding.keyNames.first else { continue }
      let key = binding.doubled.isEmpty ? binding.keys.first : nil
      if let last = runs.last?.lastKey, let key, last.isFollowed(by: key) {
        runs[runs.count - 1].last = name
        runs[runs.count - 1].lastKey = key
      } else {
        runs.append((name, name, key))
      }
    }
    return runs.map { $0.first == $0.last ? $0.first : "\($0.first)-\($0.last)" }
      .joined(separator: " ")
  }
}

extension Key {
  /// Whether a person counting on would come to `next`: 5 to 6, F2 to F3.
  fileprivate func isFollowed(by next: Key) -> Bool {
    switch (self, next) {
    case (.function(let number), .function(let other)): other == number + 1
    case (.character(let character), .character(let other)):
      if let value = character.wholeNumberValue {
        other.wholeNumberValue == value + 1
      } else {
        false
      }
    default: false
    }
  }
}
