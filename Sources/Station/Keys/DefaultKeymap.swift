public import Review
public import Screen

extension Keymap {
  /// The default keys; the digits follow the model's list of classes.
  ///
  /// - Parameters:
  ///   - classes: the model's classes, then the laboratory's own.
  ///   - keys: of the classes that have no digit.
  public static func standard(classes: [CellClass], keys: [Label: Key] = [:]) -> Keymap {
    Keymap(groups: [
      Group(title: "Answer", bindings: answers(classes, keys)),
      Group(title: "Remarks", bindings: remarks),
      Group(title: "Cells", bindings: cells),
      Group(title: "Order", bindings: queue),
      Group(title: "Move", bindings: moves),
      Group(title: "Picture", bindings: picture),
      Group(title: "Program", bindings: program),
    ])
  }

  private static func answers(_ classes: [CellClass], _ keys: [Label: Key]) -> [Binding] {
    var bindings = [
      Binding(
        keys: [.character(" ")], command: .accept, word: "accept",
        help: "accept the suggestion (or that no cell is there), go on")
    ]
    for (index, cellClass) in classes.enumerated() {
      // 9 and 0 are taken by the two answers that are no class.
      let digit = index < 8 ? Key.character(Character(String(index + 1))) : nil
      let key = keys[cellClass.label] ?? digit
      bindings.append(
        Binding(
          keys: key.map { [$0] } ?? [], command: .label(index),
          action: Self.action(of: cellClass), word: cellClass.short,
          help: "\(cellClass.name), go to the next cell"))
    }
    return bindings + [
      Binding(
        keys: [.character("9")], command: .other, word: "Other",
        help: "none of these: another cell, or an artefact"),
      Binding(
        keys: [.character("0")], command: .unidentified, word: "Unident",
        help: "cannot be told: unidentified"),
      Binding(
        keys: [.character(".")], command: .repeatLast, word: "repeat",
        help: "the same label as the last one you gave"),
      Binding(
        keys: [.character("u")], command: .undo, word: "undo",
        help: "take the last answer back, of earlier sessions too (the log keeps both)"),
      Binding(
        keys: [.control("r")], command: .redo, word: "redo",
        help: "bring an answer back that was undone"),
    ]
  }

  /// The action that gives a class: `label-ig` for `IG`.
  public static func action(of cellClass: CellClass) -> String {
    "label-" + String(cellClass.code.lowercased().map { $0 == "_" ? "-" : $0 })
  }

  private static let remarks = [
    Binding(
      keys: [.character("m")], command: .flag, word: "flag",
      help: "flag the cell to be looked at again, or take the flag off"),
    Binding(
      keys: [.character("'")], command: .nextFlagged, word: "next flag",
      help: "next flagged cell"),
    Binding(
      keys: [.character("e")], command: .note, word: "note",
      help: "write a note about the cell"),
    Binding(
      keys: [.character("y")], command: .reason, word: "reason",
      help: "say why the answer is not what was suggested"),
    Binding(
      keys: [.character("h")], command: .history, word: "history",
      help: "everything the log holds about this picture"),
  ]

  private static let queue = [
    Binding(
      keys: [.character("o")], command: .order, word: "order",
      help: "order the list: name, time, uncertainty, class, random"),
    Binding(
      keys: [.character("f")], command: .filter, word: "filter",
      help: "show only some pictures: by state, class, flag, score, name"),
    Binding(
      keys: [.character("b")], command: .blind, word: "blind",
      help: "hide suggestions until you have answered, or show them"),
    Binding(
      keys: [.character("X")], command: .checkSet, word: "check set",
      help: "check sure suggestions at random: how wrong can they be at most?"),
    Binding(
      keys: [.character("V")], command: .secondReview, word: "second review",
      help: "read anew, blind, what others answered: all or a random share; again ends it"),
    Binding(
      keys: [.character("U")], command: .disagreements, word: "disagreements",
      help: "cells that reviewers saw differently, for a third one to decide"),
  ]

  private static let cells = [
    Binding(
      keys: [.character("c")], command: .classify, word: "classify",
      help: "find and classify the white cells of this picture"),
    Binding(
      keys: [.character("C")], command: .classifyRest, word: "classify rest",
      help: "the same for all not yet done, in background; again stops it"),
    Binding(
      keys: [.tab], command: .nextCell, word: "next cell",
      help: "next cell of this picture"),
    Binding(
      keys: [.backTab], command: .previousCell, word: "previous cell",
      help: "previous cell of this picture"),
    Binding(
      keys: [.character("a")], command: .addBox, word: "add box",
      help: "place a box by keys on a cell that was not found"),
    Binding(
      keys: [.character("v")], command: .moveBox, word: "move box",
      help: "move or resize the box of the selected cell"),
    Binding(
      keys: [.character("w")], command: .gallery, word: "gallery",
      help: "all cells of a class as thumbnails, to compare and to move (from 120 x 40 on)"),
    Binding(
      keys: [.character("D")], command: .sameCells, word: "same cell?",
      help: "cells that may be the same, side by side: say so, and each is counted once"),
    Binding(
      keys: [.character("x")], command: .heat, word: "heat",
      help: "where the model saw what speaks for its suggestion (Grad-CAM); again: none"),
    Binding(
      keys: [.character(">")], command: .nextHeat, word: "next heat",
      help: "the same for the next likeliest class"),
    Binding(
      keys: [.character("r")], command: .references, word: "reference",
      help:
        "confirmed cells of the likeliest class beside this one; again: of the next; again: none"
    ),
  ]

  private static let moves = [
    Binding(
      keys: [.character("j"), .down], command: .down, word: "down",
      help: "next picture"),
    Binding(
      keys: [.character("k"), .up], command: .up, word: "up",
      help: "previous picture"),
    Binding(
      keys: [.control("d"), .pageDown], command: .halfPageDown,
      word: "page down", help: "half a page down"),
    Binding(
      keys: [.control("u"), .pageUp], command: .halfPageUp,
      word: "page up", help: "half a page up"),
    Binding(
      keys: [.home], doubled: ["g"], command: .first, word: "first", help: "first picture"),
    Binding(
      keys: [.character("G"), .end], command: .last, word: "last",
      help: "last picture"),
    Binding(
      keys: [.character("]")], command: .nextUnreviewed, word: "unreviewed",
      help: "next cell or picture without an answer"),
    Binding(
      keys: [.character("[")], command: .previousUnreviewed,
      word: "previous unreviewed", help: "previous cell or picture without an answer"),
    Binding(
      keys: [.character("/")], command: .find, word: "find",
      help: "find a picture by a part of its name"),
    Binding(
      keys: [.character("n")], command: .findNext, word: "next match",
      help: "next match"),
    Binding(
      keys: [.character("N")], command: .findPrevious, word: "previous match",
      help: "previous match"),
    Binding(
      keys: [.character("t")], command: .tree, word: "directories",
      help: "the directories as a tree, with what is open in each"),
  ]

  private static let picture = [
    Binding(
      keys: [.character("z")], command: .toggleField, word: "field/cell",
      help: "show the whole field, or the selected cell"),
    Binding(
      keys: [.character("+"), .character("=")], command: .zoomIn, word: "larger",
      help: "enlarge"),
    Binding(
      keys: [.character("-")], command: .zoomOut, word: "wider", help: "show more"),
    Binding(
      keys: [.character("Z")], command: .zoomReset, word: "reset view",
      help: "back to the usual view"),
    Binding(
      keys: [.character("H"), .left], command: .panLeft, word: "left",
      help: "shift the view left"),
    Binding(
      keys: [.character("J")], command: .panDown, word: "down",
      help: "shift the view down"),
    Binding(
      keys: [.character("K")], command: .panUp, word: "up",
      help: "shift the view up"),
    Binding(
      keys: [.character("L"), .right], command: .panRight, word: "right",
      help: "shift the view right"),
    Binding(
      keys: [.character("O")], command: .outlines, word: "outlines",
      help: "outline cells (line) and nuclei (dots), or hide that"),
    Binding(
      keys: [.character("M")], command: .measure, word: "measure",
      help: "white cells, red cells and platelets of this picture in numbers"),
    Binding(
      keys: [.character("s")], command: .cycleTone, word: "tone",
      help: "as taken, contrast stretched, stain normalised: for the eye only"),
    Binding(
      keys: [.character("S")], command: .cycleSymbols, word: "symbols",
      help: "draw with half blocks, quadrants, sextants (where the font has them)"),
  ]

  private static let program = [
    Binding(
      keys: [.character("?"), .function(1)], command: .help, word: "help",
      help: "this page"),
    Binding(
      keys: [.character("I")], command: .identity, word: "who, slide",
      help: "reviewer, specimen, slide, cells to count; the day's progress"),
    Binding(
      keys: [.character("d")], command: .differential, word: "differential",
      help: "the differential with its limits, absolute counts, signatures"),
    Binding(
      keys: [.character("A")], command: .sign, word: "sign",
      help: "sign the differential; from then on a change is an amendment"),
    Binding(
      keys: [.character("E")], command: .export, word: "export",
      help: "write the answers of this directory as a table (CSV)"),
    Binding(
      keys: [.character("T")], command: .train, word: "training",
      help: "train a head on the answered cells of the log; how it goes, what came of it"),
    Binding(
      keys: [.character("i")], command: .firstSteps, word: "first steps",
      help: "the page of the first session: the keys to begin with"),
    Binding(
      keys: [.character("R")], command: .retry, word: "retry saving",
      help: "write again what could not be saved"),
    Binding(
      keys: [.character("B")], command: .toggleBandwidth, word: "slow line",
      help: "spare a slow line: small, late pictures; again ends it"),
    Binding(
      keys: [.control("l")], command: .redraw, word: "redraw",
      help: "draw the screen anew"),
    Binding(
      keys: [.control("z")], command: .suspend, word: "suspend",
      help: "back to the shell; fg returns"),
    Binding(
      keys: [.character("q")], command: .quit, word: "quit",
      help: "leave this page, or the program; every saved answer stays"),
    Binding(
      keys: [.character("Q")], command: .quitNow, word: "quit now",
      help: "leave the program from anywhere"),
  ]
}
