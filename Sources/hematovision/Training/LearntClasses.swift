import Evaluation
import Review

/// The classes of a new head: what is known of them, and what is made of a name that nobody knows.
enum LearntClasses {
  /// Names that say a cell has no class to be learnt.
  static let noClass: Set<String> = [
    "", Label.other.rawValue, Label.unidentified.rawValue, Label.noCell.rawValue, "MULTI",
    "UNLABELLED", "UNKNOWN", "NONE",
  ]

  /// Fewest and most classes of a head.
  static let limits = 2...32

  /// The classes of a head trained on cells that are called `names`.
  ///
  /// Where the base model has all of them its list stays as it is: what it knows of the other classes is kept.
  /// Else the head has exactly the classes that occur.
  ///
  /// - Parameters:
  ///   - known: the base's classes, then the laboratory's own.
  ///   - outside: names of classes that are not of the core, whatever is known of them.
  static func classes(
    _ names: [String], base: [CellClass], known: [CellClass], outside: [String]
  ) -> [CellClass] {
    let baseNames = ClassNames(base)
    let knownNames = ClassNames(known)
    let occurring = names.filter { !noClass.contains(plain($0)) }
    var classes: [CellClass]
    if occurring.allSatisfy({ baseNames.place(of: $0) != nil }) {
      classes = base
    } else {
      let places = Set(occurring.compactMap { knownNames.place(of: $0) }).sorted()
      classes = places.map { known[$0] }
      for name in Set(occurring.filter { knownNames.place(of: $0) == nil }.map(plain)).sorted() {
        classes.append(derived(name, beside: classes))
      }
    }
    let beyond = ClassNames(classes)
    let outsidePlaces = Set(outside.compactMap { beyond.place(of: $0) })
    let isOfOwn = classes != base
    return classes.enumerated().map { place, entry in
      // The laboratory's own classes are outside of a core that somebody else's model defines; in a list of the
      // laboratory's own they are what it wants told.
      let core =
        isOfOwn
        ? !outsidePlaces.contains(place) && isCore(entry, base: base)
        : entry.core && !outsidePlaces.contains(place)
      return CellClass(
        code: entry.code, name: entry.name, short: entry.short, letter: entry.letter, core: core,
        countsInTotal: entry.countsInTotal)
    }
  }

  private static func isCore(_ entry: CellClass, base: [CellClass]) -> Bool {
    base.first { $0.code == entry.code }?.core ?? true
  }

  /// A class of which nothing but a name is known.
  private static func derived(_ code: String, beside others: [CellClass]) -> CellClass {
    let name = code.lowercased().replacing("_", with: " ")
    let letters = Array(code.filter(\.isLetter)) + Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let taken = Set(others.map(\.letter))
    let short = String(name.filter { $0 != " " }.prefix(4))
    return CellClass(
      code: code, name: name, short: short.prefix(1).uppercased() + short.dropFirst(),
      letter: letters.map { String($0) }.first { !taken.contains($0) } ?? "?", core: true,
      countsInTotal: true)
  }

  /// A name as a code: capital letters, digits and `_`.
  static func plain(_ name: String) -> String {
    String(
      name.uppercased().map { character in
        character.isLetter || character.isNumber ? character : "_"
      }
    ).trimmingUnderscores
  }
}

extension String {
  fileprivate var trimmingUnderscores: String {
    String(drop { $0 == "_" }.reversed().drop { $0 == "_" }.reversed())
  }
}
