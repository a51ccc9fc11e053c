import Testing

extension EndToEnd {
  /// A label is a person's deliberate answer: nothing else may set one.
  @Suite struct InputTests {
    @Test func `a paste never labels`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(3)
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/3")
        try screen.press("C")
        try await screen.wait(for: "3 pictures classified")
        try screen.paste("4 1 2 u q Q 4444\n\u{1B}[A 5 \t 6")
        try await screen.wait(for: "a paste was ignored")
        let seen = try screen.text()
        #expect(seen.contains("pictures 1/3"))
        #expect(seen.contains("counted 0, pictures 0/3"))

        try screen.press("/")
        try screen.paste(samples[2].name)
        try screen.press("Enter")
        try await screen.wait(for: "pictures 3/3")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        #expect(try await place.reviewed().isEmpty)
      }
    }

    @Test func `a held key labels one cell, not the whole directory`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(15)
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/15")
        try screen.press("C")
        try await screen.wait(for: "15 pictures classified")
        // A cell takes a label only 150 ms after it is there: the engine may be done sooner.
        try await Task.sleep(for: .milliseconds(400))
        try screen.hold("4", times: 40)
        try screen.press("?")
        try await screen.wait(for: "take the last answer back")
        try screen.press("q", "q")
        #expect(try await screen.exitCode() == 0)
        let count = try await place.reviewed().count
        #expect((1...3).contains(count), "\(count) cells were labelled")
      }
    }

    @Test func `unknown sequences and mouse reports do nothing`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(3)
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/3")
        try screen.press("C")
        try await screen.wait(for: "3 pictures classified")
        for bytes in [
          "\u{1B}[<0;44;14M", "\u{1B}[200;4;1u", "\u{1B}[1;5D", "\u{1B}4",
          "\u{1B}[24;5~",
          "\u{1B}[?1;2c", "\u{1B}[I",
        ] {
          try screen.tmux(["send-keys", "-l", bytes])
        }
        try screen.press("?")
        try await screen.wait(for: "take the last answer back")
        try screen.press("q")
        try await screen.wait(for: "pictures 1/3")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        #expect(try await place.reviewed().isEmpty)
        try await place.expectWholeLog()
      }
    }
  }
}
