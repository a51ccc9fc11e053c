import Analysis
import Foundation
import Review
import Store

/// The laboratory's own models, and which of them was adopted: files in the XDG data directory.
struct ModelShelf {
  /// A model that was adopted.
  struct Adopted: Codable, Equatable {
    /// Name of the file on the shelf.
    let file: String
    let id: String
    let sha256: String

    var identity: ModelIdentity { ModelIdentity(id: id, sha256: sha256) }
  }

  let directory: String
  /// Oldest first; the last is in use. Empty while the shipped model is.
  private(set) var history: [Adopted]

  private static let list = "adopted.json"

  /// The shelf of this account.
  init() throws {
    self.init(history: [])
    let file = "\(directory)/\(Self.list)"
    let why: String
    do {
      history = try JSONDecoder().decode(
        [Adopted].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
      return
    } catch {
      // Without a list and without a model nothing was ever adopted.
      if !FileManager.default.fileExists(atPath: file) {
        if files.isEmpty { return }
        why = "\(file) is missing, and there are models of your own beside it"
      } else if access(file, R_OK) != 0 {
        why = "\(file): \(Messages.system(errno))"
      } else {
        why = "\(file) is damaged"
      }
    }
    throw Failure(
      Notice(
        what: "it cannot be told which model is in use", why: why,
        cure:
          "Bring the file back, or `hematovision models rollback` returns to the shipped model, or "
          + "name one by --model"))
  }

  private init(history: [Adopted]) {
    let data = Locations.xdg("XDG_DATA_HOME", else: ".local/share")
    directory = "\(data)/hematovision/models"
    self.history = history
  }

  /// The shelf with a list that says nothing was adopted, in the place of one that cannot be read; that one is kept
  /// beside it under another name.
  static func emptied() throws -> ModelShelf {
    let shelf = ModelShelf(history: [])
    let file = "\(shelf.directory)/\(list)"
    if FileManager.default.fileExists(atPath: file) {
      let aside =
        (1...).lazy.map { "\(file).damaged-\($0)" }
        .first { !FileManager.default.fileExists(atPath: $0) } ?? file
      guard rename(file, aside) == 0 else {
        throw Failure(
          Notice(
            what: "\(file) cannot be put aside", why: Messages.system(errno),
            cure: "Ask for permission to write in \(shelf.directory)"))
      }
    }
    try shelf.save()
    return shelf
  }

  /// The file of the model in use; nil while it is the shipped one.
  var current: String? { history.last.map { "\(directory)/\($0.file)" } }

  /// Models on the shelf, by their files' names.
  var files: [String] { Self.models(in: directory) }

  /// Models that were trained in the station, oldest first; none of them is used before it was adopted.
  var trained: [String] { Self.models(in: trainedDirectory) }

  private var trainedDirectory: String { "\(directory)/trained" }

  /// A new file for a model that is trained in the station.
  func newTrainedFile(at time: Timestamp) throws -> String {
    try make(trainedDirectory)
    let name = time.localText.filter(\.isNumber)
    let taken = Set(trained)
    let names = ["trained-\(name)"] + (2...99).map { "trained-\(name)-\($0)" }
    return names.map { "\(trainedDirectory)/\($0).safetensors" }.first { !taken.contains($0) }
      ?? "\(trainedDirectory)/\(names[0]).safetensors"
  }

  private static func models(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [])
      .filter { $0.hasSuffix(".safetensors") }.sorted().map { "\(directory)/\($0)" }
  }

  /// Copies a model onto the shelf, where nothing else changes it; returns what it is called there.
  func keep(_ path: String, _ identity: ModelIdentity) throws -> Adopted {
    let name = identity.id.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
    let file = "\(String(name))-\(identity.sha256.prefix(12)).safetensors"
    try make(directory)
    let place = "\(directory)/\(file)"
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure(
        Notice(what: path, why: "it cannot be read any more", cure: "Give the command again"))
    }
    guard sha256(of: bytes) == identity.sha256 else {
      throw Failure(
        Notice(what: path, why: "it changed while it was judged", cure: "Give the command again"))
    }
    // One that is there already has the same content: its name holds the hash.
    if !FileManager.default.fileExists(atPath: place) { try write(bytes, to: place) }
    return Adopted(file: file, id: identity.id, sha256: identity.sha256)
  }

  /// Uses this model from now on.
  mutating func adopt(_ model: Adopted) throws {
    history.append(model)
    try save()
  }

  /// Uses the model before the present one; the shipped one before the first.
  mutating func stepBack() throws {
    history.removeLast()
    try save()
  }

  private func save() throws {
    try make(directory)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try write(
      Array(try encoder.encode(history)) + [UInt8(ascii: "\n")], to: "\(directory)/\(Self.list)")
  }

  private func make(_ directory: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        Notice(
          what: "the directory \(directory) cannot be made", why: Messages.system(errno),
          cure: "Set XDG_DATA_HOME to a directory that can be written"))
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try ExportFile.write(to: path, overwrite: true) { (sink) throws(StoreError) in
        try sink.append(bytes)
      }
    } catch {
      throw Failure(Messages.notice(for: error, what: path))
    }
  }
}
