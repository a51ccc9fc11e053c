import Foundation
package import Review

/// Reads the payloads that make up most of a log, classifications and decisions, in place of
/// `JSONDecoder`, which took most of the time: a reviewed directory of 100,000 pictures has 200,000.
///
/// It knows only the form that `EventPayload.json(of:)` writes. For anything else it returns nil, and
/// `JSONDecoder` has the say: an escape in a text, another order of keys, a key that it does not know.
package struct PayloadReader {
  /// A member's name, within the payload.
  private struct Key {
    let bytes: UnsafeRawBufferPointer

    static func ~= (name: StaticString, key: Key) -> Bool {
      guard name.utf8CodeUnitCount == key.bytes.count, let start = key.bytes.baseAddress else {
        return false
      }
      return memcmp(name.utf8Start, start, key.bytes.count) == 0
    }
  }

  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  /// The event of a payload; nil when it is not of the usual form.
  package static func event(kind: EventKind, payload: [UInt8]) -> LogEvent? {
    // Numbers are read up to a character that is none: there always is one.
    guard payload.last == UInt8(ascii: "}") else { return nil }
    return payload.withUnsafeBytes { bytes in
      var reader = PayloadReader(bytes: bytes)
      let event: LogEvent? =
        switch kind {
        case .classified: reader.classification().map { .classified($0) }
        case .decided: reader.decision().map { .decided($0) }
        default: nil
        }
      return reader.place == bytes.count ? event : nil
    }
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  // MARK: Records

  private mutating func classification() -> Classification? {
    var cells: [FoundCell]?
    var image: ImagePath?
    var milliseconds: Double?
    var model: ModelIdentity?
    var facts: PictureFacts?
    let isWhole = members { reader, key in
      switch key {
      case "cells": cells = reader.list { $0.foundCell() }
      case "image": image = reader.path()
      case "milliseconds": milliseconds = reader.number()
      case "model": model = reader.model()
      case "picture": facts = reader.facts()
      default: return false
      }
      return true
    }
    guard isWhole, let cells, let image, let milliseconds, let model, let facts else { return nil }
    return Classification(
      image: image, outcome: .cells(facts, cells), model: model, milliseconds: milliseconds)
  }

  private mutating func decision() -> Decision? {
    var box: Box?
    var cell, sha256, queueOrder, reason, supersedes: String?
    var label, kind, hidden, amends: String?
    var image: ImagePath?
    var dwell, position: Int?
    var model: ModelIdentity?
    var suggestion: Suggestion?
    var isVisible: Bool?
    var measures: CellMeasures?
    let isWhole = members { reader, key in
      func take<Value>(_ value: Value?, _ target: inout Value?) -> Bool {
        target = value
        return value != nil
      }
      switch key {
      case "amends": return take(reader.text(), &amends)
      case "box": return take(reader.box(), &box)
      case "cell": return take(reader.text(), &cell)
      case "dwellMilliseconds": return take(reader.integer(), &dwell)
      case "hidden": return take(reader.text(), &hidden)
      case "image": return take(reader.path(), &image)
      case "imageSHA256": return take(reader.text(), &sha256)
      case "kind": return take(reader.text(), &kind)
      case "label": return take(reader.text(), &label)
      case "measures": return take(reader.measures(), &measures)
      case "model": return take(reader.model(), &model)
      case "queueOrder": return take(reader.text(), &queueOrder)
      case "queuePosition": return take(reader.integer(), &position)
      case "reason": return take(reader.text(), &reason)
      case "suggestion": return take(reader.suggestion(), &suggestion)
      case "suggestionVisible": return take(reader.truth(), &isVisible)
      case "supersedes": return take(reader.text(), &supersedes)
      default: return false
      }
    }
    guard isWhole, let image, let sha256, let label, let dwell, let queueOrder, let position,
      let isVisible, let kind = kind.flatMap(DecisionKind.init(rawValue:))
    else { return nil }
    let reasonHidden = hidden.flatMap(HiddenReason.init(rawValue:))
    guard (hidden == nil) == (reasonHidden == nil) else { return nil }
    return Decision(
      image: image, imageSHA256: sha256, cell: cell.map { CellID(rawValue: $0) }, box: box,
      label: Label(rawValue: label), kind: kind, suggestion: suggestion, model: model,
      supersedes: supersedes.map { EntryID(rawValue: $0) }, suggestionVisible: isVisible,
      dwellMilliseconds: dwell, queueOrder: queueOrder, queuePosition: position, reason: reason,
      hidden: reasonHidden, amends: amends.map { EntryID(rawValue: $0) }, measures: measures)
  }

  private mutating func foundCell() -> FoundCell? {
    var box: Box?
    var id, fingerprint: String?
    var suggestion: Suggestion?
    var measures: CellMeasures?
    let isWhole = members { reader, key in
      switch key {
      case "box": box = reader.box()
      case "fingerprint":
        fingerprint = reader.text()
        return fingerprint != nil
      case "id": id = reader.text()
      case "measures":
        measures = reader.measures()
        return measures != nil
      case "suggestion": suggestion = reader.suggestion()
      default: return false
      }
      return true
    }
    guard isWhole, let box, let id, let suggestion else { return nil }
    return FoundCell(
      id: CellID(rawValue: id), box: box, suggestion: suggestion, fingerprint: fingerprint,
      measures: measures)
  }

  private mutating func measures() -> CellMeasures? {
    var nucleusArea, cytoplasmArea, lobeCount: Int?
    var nucleusRoundness, cellRoundness, granularity: Double?
    var nucleusColour, cytoplasmColour: MeanColour?
    var isCutOff, isTouching: Bool?
    let isWhole = members { reader, key in
      switch key {
      case "cellRoundness": cellRoundness = reader.number()
      case "cytoplasmArea": cytoplasmArea = reader.integer()
      case "cytoplasmColour":
        cytoplasmColour = reader.colour()
        return cytoplasmColour != nil
      case "granularity": granularity = reader.number()
      case "isCutOff": isCutOff = reader.truth()
      case "isTouching": isTouching = reader.truth()
      case "lobeCount": lobeCount = reader.integer()
      case "nucleusArea": nucleusArea = reader.integer()
      case "nucleusColour":
        nucleusColour = reader.colour()
        return nucleusColour != nil
      case "nucleusRoundness": nucleusRoundness = reader.number()
      default: return false
      }
      return true
    }
    guard isWhole, let nucleusArea, let cytoplasmArea, let lobeCount, let nucleusRoundness,
      let cellRoundness, let granularity, let isCutOff, let isTouching
    else { return nil }
    let measures = CellMeasures(
      nucleusArea: nucleusArea, cytoplasmArea: cytoplasmArea, lobeCount: lobeCount,
      nucleusRoundness: nucleusRoundness, cellRoundness: cellRoundness, granularity: granularity,
      nucleusColour: nucleusColour, cytoplasmColour: cytoplasmColour, isCutOff: isCutOff,
      isTouching: isTouching)
    // The initialiser rounds; what was not rounded is another's to judge.
    return measures.nucleusRoundness == nucleusRoundness && measures.cellRoundness == cellRoundness
      && measures.granularity == granularity ? measures : nil
  }

  private mutating func colour() -> MeanColour? {
    guard let channels = list({ $0.integer() }), channels.count == 3 else { return nil }
    let bytes = channels.compactMap { UInt8(exactly: $0) }
    return bytes.count == 3 ? MeanColour(red: bytes[0], green: bytes[1], blue: bytes[2]) : nil
  }

  private mutating func suggestion() -> Suggestion? {
    var label, status: String?
    var probabilities: [ClassProbability]?
    var formWeighed: Bool?
    let isWhole = members { reader, key in
      switch key {
      case "formWeighed":
        formWeighed = reader.truth()
        return formWeighed != nil
      case "label": label = reader.text()
      case "probabilities": probabilities = reader.list { $0.probability() }
      case "status": status = reader.text()
      default: return false
      }
      return true
    }
    guard isWhole, let label, let probabilities,
      let status = status.flatMap(SuggestionStatus.init(rawValue:))
    else { return nil }
    return Suggestion(
      probabilities: probabilities, label: Label(rawValue: label), status: status,
      formWeighed: formWeighed)
  }

  private mutating func probability() -> ClassProbability? {
    var label: String?
    var value: Double?
    let isWhole = members { reader, key in
      switch key {
      case "label": label = reader.text()
      case "probability": value = reader.number()
      default: return false
      }
      return true
    }
    guard isWhole, let label, let value else { return nil }
    return ClassProbability(label: Label(rawValue: label), probability: value)
  }

  private mutating func model() -> ModelIdentity? {
    var id, sha256: String?
    let isWhole = members { reader, key in
      switch key {
      case "id": id = reader.text()
      case "sha256": sha256 = reader.text()
      default: return false
      }
      return true
    }
    guard isWhole, let id, let sha256 else { return nil }
    return ModelIdentity(id: id, sha256: sha256)
  }

  private mutating func facts() -> PictureFacts? {
    var size, width, height: Int?
    var sha256, fingerprint: String?
    let isWhole = members { reader, key in
      switch key {
      case "bytes": size = reader.integer()
      case "fingerprint":
        fingerprint = reader.text()
        return fingerprint != nil
      case "height": height = reader.integer()
      case "sha256": sha256 = reader.text()
      case "width": width = reader.integer()
      default: return false
      }
      return true
    }
    guard isWhole, let size, let width, let height, let sha256 else { return nil }
    return PictureFacts(
      sha256: sha256, bytes: size, width: width, height: height, fingerprint: fingerprint)
  }

  private mutating func box() -> Box? {
    guard let sides = list({ $0.integer() }), sides.count == 4 else { return nil }
    return Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
  }

  private mutating func path() -> ImagePath? { text().map { ImagePath($0) } }

  // MARK: JSON

  /// An object with its names in ascending order, so none comes twice. `member` reads one value.
  private mutating func members(_ member: (inout PayloadReader, Key) -> Bool) -> Bool {
    guard take("{") else { return false }
    if take("}") { return true }
    var last: UnsafeRawBufferPointer?
    repeat {
      guard let name = quoted(), take(":") else { return false }
      if let last, !last.lexicographicallyPrecedes(name) { return false }
      last = name
      let before = place
      guard member(&self, Key(bytes: name)), place > before else { return false }
    } while take(",")
    return take("}")
  }

  private mutating func list<Value>(
    _ element: (inout PayloadReader) -> Value?
  ) -> [Value]? {
    guard take("[") else { return nil }
    var values: [Value] = []
    if take("]") { return values }
    repeat {
      guard let value = element(&self) else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? values : nil
  }

  private mutating func text() -> String? {
    guard let bytes = quoted() else { return nil }
    // ASCII needs no validation, and nearly all texts are.
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The bytes between quotes; nil when one of them is escaped or would have to be.
  private mutating func quoted() -> UnsafeRawBufferPointer? {
    guard take("\"") else { return nil }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    let end = place
    guard take("\"") else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  private mutating func integer() -> Int? {
    let isNegative = take("-")
    let start = place
    var value = 0
    // Fewer digits than overflow; longer ones are another's to judge.
    while place < bytes.count, place - start < 18, isDigit(bytes[place]) {
      value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
      place += 1
    }
    guard place > start, bytes[start] != UInt8(ascii: "0") || place == start + 1,
      endsHere, !(isNegative && value == 0)
    else { return nil }
    return isNegative ? -value : value
  }

  private mutating func number() -> Double? {
    let start = place
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
    let digits = place
    while place < bytes.count, isDigit(bytes[place]) { place += 1 }
    guard place > digits, bytes[digits] != UInt8(ascii: "0") || place == digits + 1 else {
      return nil
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      let fraction = place
      while place < bytes.count, isDigit(bytes[place]) { place += 1 }
      guard place > fraction else { return nil }
    }
    let isZero = bytes[start..<place].allSatisfy { !isDigit($0) || $0 == UInt8(ascii: "0") }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      if place < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[place]) {
        place += 1
      }
      let exponent = place
      while place < bytes.count, isDigit(bytes[place]) { place += 1 }
      guard place > exponent else { return nil }
    }
    guard endsHere, let base = bytes.baseAddress else { return nil }
    // The program never sets the locale of numbers, so a point is a point.
    let value = strtod((base + start).assumingMemoryBound(to: CChar.self), nil)
    // What is too large or too small for a double is another's to judge.
    return value.isFinite && (value != 0 || isZero) ? value : nil
  }

  private mutating func truth() -> Bool? {
    for (word, value) in [("true", true), ("false", false)] {
      let word = Array(word.utf8)
      if bytes.count - place > word.count, bytes[place..<(place + word.count)].elementsEqual(word) {
        place += word.count
        return value
      }
    }
    return nil
  }

  private var endsHere: Bool {
    place < bytes.count
      && [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains(bytes[place])
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }
}
