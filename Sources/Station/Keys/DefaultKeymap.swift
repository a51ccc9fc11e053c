public import Review
import Screen

extension Keymap {
  /// The default keys; the digits follow the model's list of classes.
  public static func standard(classes: [CellClass]) -> Keymap {
    Keymap(groups: [
      Group(title: "Answer", bindings: answers(classes)),
      Group(title: "Cells", bindings: cells),
      Group(title: "Move", bindings: moves),
      Group(title: "Picture", bindings: picture),
      Group(title: "Program", bindings: program),
    ])
  }

  private static func answers(_ classes: [CellClass]) -> [Binding] {
    var bindings = [
      Binding(
        keys: [.character(" ")], shown: "Space", command: .accept, word: "accept",
        help: "accept the suggestion (or that there is no cell), go to the next")
    ]
    // 9 and 0 are taken by the two answers that are no class.
    for (index, cellClass) in classes.prefix(8).enumerated() {
      bindings.append(
        Binding(
          keys: [.character(Character(String(index + 1)))], shown: "\(index + 1)",
          command: .label(index), word: cellClass.short,
          help: "\(cellClass.name), go to the next cell"))
    }
    return bindings + [
      Binding(
        keys: [.character("9")], shown: "9", command: .other, word: "Other",
        help: "none of these: another cell, or an artefact"),
      Binding(
        keys: [.character("0")], shown: "0", command: .unidentified, word: "Unident",
        help: "cannot be told: unidentified"),
      Binding(
        keys: [.character("u")], shown: "u", command: .undo, word: "undo",
        help: "take the last answer back (the log keeps both)"),
      Binding(
        keys: [.control("r")], shown: "Ctrl-R", command: .redo, word: "redo",
        help: "bring an answer back that was undone"),
    ]
  }

  private static let cells = [
    Binding(
      keys: [.character("c")], shown: "c", command: .classify, word: "classify",
      help: "find and classify the white cells of this picture"),
    Binding(
      keys: [.character("C")], shown: "C", command: .classifyRest, word: "classify rest",
      help: "the same for every picture not yet done, in the background; again stops it"),
    Binding(
      keys: [.tab], shown: "Tab", command: .nextCell, word: "next cell",
      help: "next cell of this picture"),
    Binding(
      keys: [.backTab], shown: "Shift-Tab", command: .previousCell, word: "previous cell",
      help: "previous cell of this picture"),
    Binding(
      keys: [.character("a")], shown: "a", command: .addBox, word: "add box",
      help: "place a box by keys on a cell that was not found"),
    Binding(
      keys: [.character("v")], shown: "v", command: .moveBox, word: "move box",
      help: "move or resize the box of the selected cell"),
  ]

  private static let moves = [
    Binding(
      keys: [.character("j"), .down], shown: "j ↓", command: .down, word: "down",
      help: "next picture"),
    Binding(
      keys: [.character("k"), .up], shown: "k ↑", command: .up, word: "up",
      help: "previous picture"),
    Binding(
      keys: [.control("d"), .pageDown], shown: "Ctrl-D PgDn", command: .halfPageDown,
      word: "page down", help: "half a page down"),
    Binding(
      keys: [.control("u"), .pageUp], shown: "Ctrl-U PgUp", command: .halfPageUp,
      word: "page up", help: "half a page up"),
    Binding(
      keys: [.home], shown: "gg Home", command: .first, word: "first", help: "first picture"),
    Binding(
      keys: [.character("G"), .end], shown: "G End", command: .last, word: "last",
      help: "last picture"),
    Binding(
      keys: [.character("]")], shown: "]", command: .nextUnreviewed, word: "unreviewed",
      help: "next cell or picture without an answer"),
    Binding(
      keys: [.character("[")], shown: "[", command: .previousUnreviewed,
      word: "previous unreviewed", help: "previous cell or picture without an answer"),
    Binding(
      keys: [.character("/")], shown: "/", command: .find, word: "find",
      help: "find a picture by a part of its name"),
    Binding(
      keys: [.character("n")], shown: "n", command: .findNext, word: "next match",
      help: "next match"),
    Binding(
      keys: [.character("N")], shown: "N", command: .findPrevious, word: "previous match",
      help: "previous match"),
  ]

  private static let picture = [
    Binding(
      keys: [.character("z")], shown: "z", command: .toggleField, word: "field/cell",
      help: "show the whole field, or the selected cell"),
    Binding(
      keys: [.character("+"), .character("=")], shown: "+", command: .zoomIn, word: "larger",
      help: "enlarge"),
    Binding(
      keys: [.character("-")], shown: "-", command: .zoomOut, word: "wider", help: "show more"),
    Binding(
      keys: [.character("Z")], shown: "Z", command: .zoomReset, word: "reset view",
      help: "back to the usual view"),
    Binding(
      keys: [.character("H"), .left], shown: "H ←", command: .panLeft, word: "left",
      help: "shift the view left"),
    Binding(
      keys: [.character("J")], shown: "J", command: .panDown, word: "down",
      help: "shift the view down"),
    Binding(
      keys: [.character("K")], shown: "K", command: .panUp, word: "up",
      help: "shift the view up"),
    Binding(
      keys: [.character("L"), .right], shown: "L →", command: .panRight, word: "right",
      help: "shift the view right"),
  ]

  private static let program = [
    Binding(
      keys: [.character("?"), .function(1)], shown: "?", command: .help, word: "help",
      help: "this page"),
    Binding(
      keys: [.character("R")], shown: "R", command: .retry, word: "retry saving",
      help: "write again what could not be saved"),
    Binding(
      keys: [.control("l")], shown: "Ctrl-L", command: .redraw, word: "redraw",
      help: "draw the screen anew"),
    Binding(
      keys: [.control("z")], shown: "Ctrl-Z", command: .suspend, word: "suspend",
      help: "back to the shell; fg returns"),
    Binding(
      keys: [.character("q")], shown: "q", command: .quit, word: "quit",
      help: "leave this page, or the program; every saved answer stays"),
    Binding(
      keys: [.character("Q")], shown: "Q", command: .quitNow, word: "quit now",
      help: "leave the program from anywhere"),
  ]
}
