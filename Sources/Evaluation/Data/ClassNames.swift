import Foundation
public import Review

/// Finds a class of the model by what people call it: its code, its name or its short code.
public struct ClassNames: Sendable {
  /// The model's classes in its order.
  public let classes: [CellClass]
  private let places: [String: Int]

  /// The names of a model's classes.
  public init(_ classes: [CellClass]) {
    self.classes = classes
    var places: [String: Int] = [:]
    // A code goes before another class's name, a name before another's short code.
    for text in [\CellClass.code, \.name, \.short] {
      for (place, known) in classes.enumerated()
      where places[Self.plain(known[keyPath: text])] == nil {
        places[Self.plain(known[keyPath: text])] = place
      }
    }
    self.places = places
  }

  /// Place of the class in the model's list; upper and lower case are the same, and so are `_`, `-`
  /// and a space.
  public func place(of name: String) -> Int? { places[Self.plain(name)] }

  /// Everything that a class may be called.
  public var all: [String] { classes.flatMap { [$0.code, $0.name, $0.short] } }

  private static func plain(_ name: String) -> String {
    name.trimmingCharacters(in: .whitespaces).lowercased()
      .replacingOccurrences(of: "_", with: " ").replacingOccurrences(of: "-", with: " ")
  }
}
