import Curses
import Screen
import Testing

@Suite("Choosing the number of colours")
struct ColourPlanTests {
  func entries(_ environment: [String: String], _ wish: ColourDepth? = nil) -> [String] {
    ColourPlan(environment: environment, wish: wish).attempts.map(\.entry)
  }

  @Test("a terminal that promises direct colour gets it, with its own entry as reserve")
  func direct() {
    #expect(
      entries(["TERM": "xterm-256color", "COLORTERM": "truecolor"])
        == ["xterm-direct", "xterm-256color"])
    #expect(
      entries(["TERM": "alacritty", "COLORTERM": "24bit"])
        == ["alacritty-direct", "xterm-direct", "alacritty"])
    #expect(entries(["TERM": "xterm-256color", "COLORTERM": "yes"]) == ["xterm-256color"])
  }

  @Test("inside tmux and screen the promise is not believed, but a wish is")
  func multiplexed() {
    let inTmux = ["TERM": "tmux-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/x,1,0"]
    #expect(entries(inTmux) == ["tmux-256color"])
    #expect(entries(["TERM": "screen", "COLORTERM": "truecolor"]) == ["screen"])
    #expect(entries(["TERM": "xterm", "COLORTERM": "truecolor", "STY": "1.a"]) == ["xterm"])
    #expect(entries(inTmux, .direct) == ["tmux-direct", "xterm-direct", "tmux-256color"])
  }

  @Test(
    "a slow line has no direct colours, whatever is promised or wished for, and no more than there are"
  )
  func sparing() {
    func entries(_ environment: [String: String], _ wish: ColourDepth? = nil) -> [String] {
      ColourPlan(environment: environment, wish: wish, isSparing: true).attempts.map(\.entry)
    }
    let promise = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]
    #expect(entries(promise) == ["xterm-256color"])
    #expect(entries(promise, .direct).allSatisfy { !$0.hasSuffix("-direct") })
    #expect(entries(["TERM": "xterm-direct"]).first == "xterm-256color")
    #expect(entries(["TERM": "linux"]) == ["linux"])
    #expect(
      ColourPlan(environment: ["TERM": "xterm", "NO_COLOR": "1"], wish: nil, isSparing: true)
        .attempts == [ColourAttempt(entry: "xterm", depth: .mono)])
  }

  @Test("NO_COLOR counts when it is not empty, and a wish beats it")
  func noColour() {
    let environment = ["TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"]
    #expect(
      ColourPlan(environment: environment, wish: nil).attempts
        == [ColourAttempt(entry: "xterm-256color", depth: .mono)])
    #expect(entries(environment, .direct).first == "xterm-direct")
    #expect(
      ColourPlan(environment: ["TERM": "xterm", "NO_COLOR": ""], wish: nil).attempts
        == [ColourAttempt(entry: "xterm", depth: nil)])
  }

  @Test("256 colours can be had from an entry that speaks of 8")
  func wishFor256() {
    #expect(
      entries(["TERM": "xterm"], .palette256)
        == ["xterm", "xterm-256color", "xterm-256color", "xterm"])
  }

  @Test(
    "an entry gives what it has, or less if less is asked for",
    arguments: [
      (nil, 256, false, ColourDepth.palette256), (nil, 88, false, .palette16),
      (nil, 16, false, .palette16), (nil, 8, false, .palette8), (nil, -1, false, .mono),
      (nil, 1 << 24, true, .direct), (.palette16, 256, false, .palette16),
      (.mono, 256, false, .mono), (.palette256, 8, false, nil), (.direct, 256, false, nil),
      (.palette256, 1 << 24, true, nil), (.direct, 1 << 24, true, .direct),
    ] as [(ColourDepth?, Int, Bool, ColourDepth?)])
  func depth(wish: ColourDepth?, colours: Int, isDirect: Bool, expected: ColourDepth?) {
    let attempt = ColourAttempt(entry: "any", depth: wish)
    #expect(ColourPlan.depth(for: attempt, colours: colours, isDirect: isDirect) == expected)
  }

  @Test("in direct mode no colour falls on the numbers of the basic eight")
  func directValues() {
    #expect(ColourPairs.directValue(RGB(0, 0, 5)) == 0x105)
    #expect(ColourPairs.directValue(RGB(0, 0, 0)) == 0x100)
    #expect(ColourPairs.directValue(RGB(0, 0, 8)) == 8)
    #expect(ColourPairs.directValue(RGB(1, 2, 3)) == 0x01_02_03)
    #expect(ColourPairs.directValue(RGB(255, 255, 255)) == 0xFF_FF_FF)
  }
}
