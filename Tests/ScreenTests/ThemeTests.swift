import Screen
import Testing

@Suite("Themes")
struct ThemeTests {
  let red = ThemeColour.rgb(RGB(255, 0, 0))
  let white = ThemeColour.rgb(RGB(255, 255, 255))
  let black = ThemeColour.rgb(RGB(0, 0, 0))

  @Test("a role takes from its parents what it leaves out, then from text")
  func fallback() {
    let theme = Theme(
      name: "test",
      entries: [
        "text": ThemeEntry(
          foreground: white, background: black, attributes: .underline, basicBackground: 0),
        "status": ThemeEntry(attributes: .bold),
        "status.saved": ThemeEntry(foreground: red),
        "class": ThemeEntry(background: red),
      ])
    let saved = theme.colours(of: .statusSaved)
    #expect(saved.foreground == red)
    #expect(saved.background == black)
    #expect(saved.attributes == .bold)
    #expect(saved.basicBackground == 0)
    #expect(theme.colours(of: .class3).background == red)
    // A basic colour belongs to the colour it was given with.
    #expect(theme.colours(of: .class3).basicBackground == nil)
    #expect(theme.colours(of: .class3).foreground == white)
    #expect(theme.colours(of: .class3).attributes == [])
    #expect(theme.colours(of: .muted).attributes == .underline)
  }

  @Test("a theme without entries leaves everything to the terminal")
  func empty() {
    let theme = Theme(name: "empty", entries: [:])
    for role in Role.allCases {
      #expect(theme.colours(of: role).foreground == .terminalDefault)
      #expect(theme.colours(of: role).background == .terminalDefault)
    }
  }

  @Test("entries are roles or lead to roles")
  func known() {
    #expect(Theme.isKnown("status.saved"))
    #expect(Theme.isKnown("class"))
    #expect(!Theme.isKnown("clas"))
    #expect(!Theme.isKnown("status.saved.now"))
    #expect(!Theme.isKnown(""))
  }
}
