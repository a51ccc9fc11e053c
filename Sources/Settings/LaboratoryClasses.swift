public import Review
public import Screen

/// Classes beyond the model's: a technician gives them, the model never suggests one.
public struct LaboratoryClasses: Sendable {
  /// One class and where it was said.
  public struct Entry: Sendable {
    public let cellClass: CellClass
    public let key: Key
    public let origin: SettingOrigin
  }

  /// No more than this many: with eight of the model's the counts still fit a screen of 80 x 24.
  public static let limit = 8

  /// The classes that come with the program.
  public static let standard = LaboratoryClasses(entries: [
    own("BAND", "band neutrophil", "Band", 2, counts: true),
    own("BLAST", "blast", "Bla", 3, counts: true),
    own("SMUDGE", "smudge cell", "Smu", 4, counts: false),
    own("ARTEFACT", "artefact", "Art", 5, counts: false),
  ])

  public private(set) var entries: [Entry]

  private static func own(
    _ code: String, _ name: String, _ short: String, _ function: Int, counts: Bool
  ) -> Entry {
    Entry(
      cellClass: cellClass(code, name: name, short: short, counts: counts),
      key: .function(function), origin: .default)
  }

  private static func cellClass(
    _ code: String, name: String, short: String, counts: Bool
  ) -> CellClass {
    CellClass(
      code: code, name: name, short: short, letter: String(short.prefix(1)), core: false,
      countsInTotal: counts)
  }

  /// Takes what a file says: a table for each class, `CODE = false` for one to leave out.
  ///
  ///     [HAIRY]
  ///     name = "hairy cell"
  ///     short = "Hai"
  ///     key = "F6"
  ///     counts = true        # in the differential; false: apart
  public mutating func take(file: SettingsFile) throws(SettingsError) {
    for (code, node) in file.entries {
      let fault = Fault(origin: .file(file.path, line: node.line), code: code)
      let place = entries.firstIndex { $0.cellClass.code == code }
      switch node.value {
      case .boolean(false):
        guard let place else {
          let codes = entries.map(\.cellClass.code)
          throw fault(.unknownKey(nearest: NearestName.of(code, in: codes)))
        }
        entries.remove(at: place)
      case .table(let table):
        guard Self.isCode(code) else {
          throw fault(
            .unusable(
              found: code, expected: "a code of capital letters, digits and _, such as BLAST",
              nearest: nil))
        }
        let entry = try Self.entry(code, table, over: place.map { entries[$0] }, fault)
        if let place { entries[place] = entry } else { entries.append(entry) }
        guard entries.count <= Self.limit else {
          throw fault(.tooManyClasses(limit: Self.limit))
        }
      default:
        throw fault(
          .unusable(
            found: node.value.shown, expected: "a table: [\(code)], or \(code) = false",
            nearest: nil))
      }
    }
  }

  /// The model's classes followed by the laboratory's, and the keys of these.
  ///
  /// A class of the program's own list that the model knows itself is left to the model.
  public func joined(
    to model: [CellClass]
  ) throws(SettingsError) -> (classes: [CellClass], keys: [Label: Key]) {
    var classes = model
    var keys: [Label: Key] = [:]
    for entry in entries {
      let own = entry.cellClass
      if let twin = model.first(where: { $0.code == own.code }) {
        if entry.origin == .default { continue }
        throw Fault(origin: entry.origin, code: own.code)(
          .classClash(property: "code", value: own.code, other: "the model's \(twin.name)"))
      }
      if let twin = classes.first(where: { $0.short.lowercased() == own.short.lowercased() }) {
        throw Fault(origin: entry.origin, code: own.code)(
          .classClash(property: "short name", value: own.short, other: twin.code))
      }
      classes.append(own)
      keys[own.label] = entry.key
    }
    return (classes, keys)
  }

  private static func isCode(_ text: String) -> Bool {
    let fixed = [Label.other, .unidentified, .noCell].map(\.rawValue)
    return text.count <= 24 && !fixed.contains(text) && text.first?.isLetter == true
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private struct Fault {
    let origin: SettingOrigin
    let code: String
    func callAsFunction(_ problem: SettingsProblem) -> SettingsError {
      .invalid(SettingsFault(origin: origin, key: code, problem: problem))
    }
  }

  private static func entry(
    _ code: String, _ table: TOMLTable, over old: Entry?, _ fault: Fault
  ) throws(SettingsError) -> Entry {
    var name = old?.cellClass.name
    var short = old?.cellClass.short
    var key = old?.key
    var counts = old?.cellClass.countsInTotal ?? true
    for (property, node) in table.sorted {
      var line = fault
      if case .file(let path, _) = fault.origin {
        line = Fault(origin: .file(path, line: node.line), code: code)
      }
      func refused(_ expected: String) -> SettingsError {
        line(
          .unusable(found: "\(property) \(node.value.shown)", expected: expected, nearest: nil))
      }
      switch (property, node.value) {
      case ("name", .string(let text)) where (1...32).contains(text.count): name = text
      case ("name", _): throw refused("a name of 1 to 32 characters")
      case ("short", .string(let text))
      where ScreenText.width(of: text) == text.count && (1...4).contains(text.count)
        && !text.contains(" "):
        short = text
      case ("short", _): throw refused("a short name of 1 to 4 letters")
      case ("key", .string(let text)):
        guard let known = Key(named: text) else {
          throw line(.unknownKeyName(text, nearest: NearestName.of(text, in: Key.wordNames)))
        }
        if let other = known.sentAs { throw line(.sentAs(text, other: other.shown)) }
        if known == .escape { throw line(.fixedKey(text)) }
        key = known
      case ("key", _): throw refused("the name of a key, such as \"F6\"")
      case ("counts", .boolean(let truth)): counts = truth
      case ("counts", _): throw refused("true or false")
      default:
        throw line(
          .unknownProperty(
            property, nearest: NearestName.of(property, in: ["name", "short", "key", "counts"])))
      }
    }
    guard let name else { throw fault(.missingProperty("name")) }
    guard let short else { throw fault(.missingProperty("short")) }
    guard let key else { throw fault(.missingProperty("key")) }
    return Entry(
      cellClass: cellClass(code, name: name, short: short, counts: counts), key: key,
      origin: fault.origin)
  }
}
