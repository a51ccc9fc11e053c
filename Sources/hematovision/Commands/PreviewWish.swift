import ArgumentParser
import Foundation
import Imaging
import Review
import Screen
import Station

/// What `preview` was asked for, and how it is printed: no weights, no log, no hash, no ncurses.
struct PreviewWish {
  var files: [String] = []
  var size: CellSize?
  var colours: ColourDepth?
  var symbols: CellSymbols?
  var tone = PictureTone.asTaken
  var match = PaletteMatch.look
}

extension PreviewWish {
  /// The plain forms of the command line, read by hand: building the parser's tree takes longer than
  /// drawing a picture. Nil for other commands, and for whatever the parser has to say something about.
  init?(quickly arguments: [String]) {
    guard arguments.dropFirst().first == PreviewCommand.configuration.commandName else {
      return nil
    }
    var words = arguments.dropFirst(2)
    while let word = words.popFirst() {
      guard word.hasPrefix("-") else {
        files.append(word)
        continue
      }
      guard let value = words.popFirst() else { return nil }
      switch word {
      case "--size":
        guard let known = CellSize(argument: value) else { return nil }
        size = known
      case "--colours":
        guard let known = ColourDepth(rawValue: value) else { return nil }
        colours = known
      case "--symbols":
        guard let known = CellSymbols(rawValue: value) else { return nil }
        symbols = known
      case "--tone":
        guard let known = PictureTone(rawValue: value) else { return nil }
        tone = known
      case "--match":
        guard let known = PaletteMatch(rawValue: value) else { return nil }
        match = known
      default: return nil
      }
    }
    if files.isEmpty { return nil }
  }

  /// Prints every picture, and says which could not be.
  func print() throws {
    let environment = Locations.environment
    let depth = colours ?? ColourDepth(environment: environment)
    // Whoever names symbols knows that they can be shown.
    let glyphs = symbols == nil ? GlyphSet(environment: environment) : .unicode
    var wished = symbols ?? .half
    if let reason = wished.reasonAgainst(depth: depth, glyphs: glyphs) {
      StandardError.write(
        Notice(
          what: "drawn in half blocks instead of \(wished.rawValue)s", why: reason,
          cure: "Use --symbols half, or --colours 256 or direct"))
      wished = .half
    }
    let room = (size ?? .ofTerminal).size
    var hasFailed = false
    for file in files {
      let frame: Frame
      do {
        frame = try drawn(ImagePath(file), in: room, symbols: wished)
      } catch {
        hasFailed = true
        StandardError.write(Self.notice(for: error, file: file))
        continue
      }
      let cells = Resolver.resolve(frame, theme: .plain, depth: depth, glyphs: glyphs, match: match)
      guard try write(ANSIText.bytes(of: cells, columns: frame.size.columns)) else { return }
    }
    if hasFailed { throw ExitCode.someFailed }
  }

  /// The station's words, but for what only a command line can get wrong.
  private static func notice(for error: ImageError, file: String) -> Notice {
    let notice = Messages.notice(for: error, image: ImagePath(file))
    switch error {
    case .notFound:
      return Notice(
        what: notice.what, why: "nothing has this name", cure: "Check the path: \(file)")
    case .notAFile(.directory):
      return Notice(
        what: notice.what, why: "it is a directory",
        cure: "Name the pictures in it, or open it: hematovision \(file)")
    case .notAFile: return Notice(what: notice.what, why: notice.why, cure: "Name a file")
    default: return notice
    }
  }

  /// The picture in a frame of just its own cells.
  private func drawn(
    _ path: ImagePath, in room: Size, symbols: CellSymbols
  ) throws(ImageError) -> Frame {
    let bytes = try ImageFile.read(path: path.bytes)
    let header = try ImageDecoder.header(of: bytes)
    let scale = min(
      Double(room.columns) / Double(header.width), Double(room.rows * 2) / Double(header.height))
    let width = max(1, min(room.columns, Int((Double(header.width) * scale).rounded())))
    let height = max(1, min(room.rows * 2, Int((Double(header.height) * scale).rounded())))
    let image = try ImageDecoder.decode(
      bytes, atLeast: width * Picture.decodedPixels, by: height * Picture.decodedPixels)
    let picture = Picture(
      image,
      region: SubpixelRect(
        x: 0, y: 0, width: Double(image.width), height: Double(image.height)),
      width: width, height: height, symbols: symbols,
      tone: ToneMap(tone, measuring: image))
    var frame = Frame(size: Size(columns: width, rows: (height + 1) / 2))
    let all = Rect(column: 0, row: 0, columns: frame.size.columns, rows: frame.size.rows)
    frame.refine(picture, on: frame.draw(picture, in: all))
    return frame
  }

  /// Writes to the standard output, in one call where it takes one; false when nobody reads on.
  private func write(_ bytes: [UInt8]) throws -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { return false }
        throw Failure(
          Notice(
            what: "the picture cannot be written to the standard output",
            why: Messages.system(errno), cure: "Check where the output leads"))
      }
      start += count
    }
    return true
  }
}
