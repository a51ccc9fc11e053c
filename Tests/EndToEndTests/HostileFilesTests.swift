import Foundation
import Glibc
import Testing

extension EndToEnd {
  /// Bad input is a visible state with a cause, never a crash, a hang or a guess.
  @Suite struct HostileFilesTests {
    @Test func `classify gives one line for each hostile file and does the others`() async throws {
      try await Workplace.use { place in
        let files = try HostileFiles(in: place)
        let ended = try await place.run("classify", files.directory, "--format", "jsonl")
        #expect(ended.code == 1)
        var statuses: [String: String] = [:]
        var causes: [String: String] = [:]
        for line in ended.lines {
          let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
          let path = try #require(object["path"] as? String)
          let name = String(path.dropFirst(files.directory.count + 1))
          #expect(statuses[name] == nil, "\(name) has two lines")
          statuses[name] = object["status"] as? String
          causes[name] = object["error"] as? String
          if let bytes = (object["path_base64"] as? String).flatMap({ Data(base64Encoded: $0) }) {
            #expect(bytes.contains(0xFF))
            #expect(String(data: bytes, encoding: .utf8) == nil)
          }
        }
        #expect(statuses.count == files.causes.count + files.good)
        for (name, cause) in files.causes {
          #expect(statuses[name] == "error", "\(name)")
          #expect(causes[name]?.contains(cause) == true, "\(name): \(causes[name] ?? "nothing")")
        }
        #expect(statuses.values.filter { $0 == "error" }.count == files.causes.count)
        expectNoControlBytes(ended.errors)

        let table = try await place.run("classify", files.directory)
        #expect(table.code == 1)
        expectNoControlBytes(table.output)
        expectNoControlBytes(table.errors)
        let csv = try await place.run("classify", files.directory, "--format", "csv")
        #expect(csv.code == 1)
        #expect(try CSVTable(csv.output).rows.count >= files.causes.count + files.good)
      }
    }

    @Test func `the station shows each hostile file with its cause`() async throws {
      try await Workplace.use { place in
        let files = try HostileFiles(in: place)
        let count = files.causes.count + files.good
        let screen = try place.station(files.directory, columns: 200, rows: 60)
        var seen = ""
        for number in 1...count {
          try await screen.wait(for: "pictures \(number)/\(count)")
          seen += try await screen.wait(until: "a picture or a cause") { text in
            !text.contains("loading the picture")
              && (text.contains("cannot be shown") || text.contains("▀") || text.contains("▄"))
          }
          try screen.press("j")
        }
        for (name, cause) in files.causes { #expect(seen.contains(cause), "\(name): \(cause)") }
        try screen.press("C")
        try await screen.wait(for: "\(files.causes.count) in this directory could not be read (x)")
        // A file that cannot be read takes no label.
        try screen.press("g", "g")
        try await screen.wait(for: "pictures 1/\(count)")
        try screen.press("/", "z", "e", "r", "o", "Enter")
        try await screen.wait(for: "the file is empty")
        try screen.press("4")
        try await screen.wait(for: "the picture cannot be read: there is nothing to label")
        expectNoControlBytes(Data(try screen.text().utf8))
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }

    private func expectNoControlBytes(
      _ data: Data, at location: SourceLocation = #_sourceLocation
    ) {
      let text = String(data: data, encoding: .utf8)
      #expect(text != nil, "not UTF-8", sourceLocation: location)
      let controls = (text ?? "").unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
      }
      #expect(controls.isEmpty, "\(controls.map(\.value))", sourceLocation: location)
    }
  }
}

/// A directory of files nobody would wish for, and two good ones.
private struct HostileFiles {
  let directory: String
  /// What is said of each file that cannot be read, by its name.
  private(set) var causes: [String: String] = [:]
  /// Files among them that are sound: in a directory with a picture's name, under another format's
  /// ending, and with names that attack the terminal.
  let good = 6

  init(in place: Workplace) throws {
    directory = try place.pictures([], in: "hostile")
    let jpeg = try Data(
      contentsOf: Sample.directory.appendingPathComponent("field-001.jpg"))
    let png = try Data(contentsOf: Sample.directory.appendingPathComponent("field-002.png"))

    try write(Data(), "zero.jpg", "the file is empty")
    try write(jpeg.prefix(jpeg.count / 2), "half.jpg", "ends too early")
    try write(png.prefix(png.count / 2), "half.png", "ends too early")
    try write(Data("patient list".utf8), "text.png", "neither JPEG nor PNG")
    try write(Data("GIF89a".utf8) + Data(count: 90), "film.jpg", "GIF")
    try write(hugePNG(png), "bomb.png", "60000 x 60000")
    try write(Data([0xFF, 0xD8, 0xFF]), "start.jpg", "ends too early")
    #expect(mkfifo("\(directory)/pipe.png", 0o600) == 0)
    causes["pipe.png"] = "a pipe"
    #expect(symlink("nowhere.jpg", "\(directory)/dangling.jpg") == 0)
    causes["dangling.jpg"] = "the link leads nowhere"
    #expect(symlink("loop.jpg", "\(directory)/loop.jpg") == 0)
    causes["loop.jpg"] = "the link leads nowhere"
    #expect(symlink("/dev/zero", "\(directory)/endless.jpg") == 0)
    causes["endless.jpg"] = "device"
    // Root may read everything.
    if geteuid() != 0 {
      try write(jpeg, "secret.jpg", "may not read it")
      chmod("\(directory)/secret.jpg", 0)
    }

    try FileManager.default.createDirectory(
      atPath: "\(directory)/dir.jpg", withIntermediateDirectories: true)
    try write(jpeg, "dir.jpg/inside.jpg", nil)
    try write(png, "really-a-png.jpg", nil)
    try write(png, "\u{1B}[2J\u{1B}]0;owned\u{7}red.png", nil)
    try write(png, "two\nlines.png", nil)
    try write(png, "\u{202E}gnp.png", nil)
    // No String holds this name.
    let name = Array("\(directory)/bad".utf8) + [0xFF, 0xFE] + Array(".png".utf8) + [0]
    let file = creat(name.map { CChar(bitPattern: $0) }, 0o600)
    #expect(file >= 0)
    #expect(png.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) } == png.count)
    close(file)
  }

  private mutating func write(_ data: Data, _ name: String, _ cause: String?) throws {
    try data.write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
    causes[name] = cause
  }

  /// A PNG whose header promises 3.6 thousand million pixels.
  private func hugePNG(_ png: Data) -> Data {
    var bytes = Array(png)
    for start in [16, 20] { bytes.replaceSubrange(start..<start + 4, with: [0, 0, 0xEA, 0x60]) }
    let check = Self.crc32(bytes[12..<29])
    for index in 0..<4 { bytes[29 + index] = UInt8(truncatingIfNeeded: check >> (24 - 8 * index)) }
    return Data(bytes)
  }

  /// The check sum of PNG's chunks (ISO 3309), bit by bit.
  private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
