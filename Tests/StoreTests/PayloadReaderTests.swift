import Foundation
import Review
import Store
import TestSupport
import Testing

/// The quick reader of payloads agrees with `JSONDecoder`, on what was written and on what was spoilt.
struct PayloadReaderTests {
  @Test func `what the log writes of cells and answers is read by it, to the last bit`() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      for (kind, event) in [
        (EventKind.classified, LogEvent.classified(Self.classification(&generator))),
        (.decided, .decided(Self.decision(&generator))),
      ] {
        let payload = try EventPayload.json(of: event)
        #expect(PayloadReader.event(kind: kind, payload: payload) == event)
        #expect(try EventPayload.decoded(kind: kind, payload: payload) == event)
      }
    }
  }

  @Test func `what it is not made for is left to the other`() throws {
    var generator = SeededGenerator(seed: 6)
    let names = [
      ImagePath("/smears/a\"quote.jpg"), ImagePath("/smears/line\nfeed.jpg"),
      ImagePath(bytes: Array("/smears/".utf8) + [0xFF, 0x2E]),
    ]
    for name in names {
      let event = LogEvent.decided(Self.decision(&generator, image: name))
      let payload = try EventPayload.json(of: event)
      #expect(PayloadReader.event(kind: .decided, payload: payload) == nil)
      #expect(
        try EventPayload.event(kind: Array("decided".utf8), payload: payload) == event)
    }
    let failed = LogEvent.classified(
      Classification(
        image: names[0], outcome: .failed(Notice(what: "a", why: "b", cure: "c")),
        model: ModelIdentity(id: "m", sha256: "0"), milliseconds: 1))
    let payload = try EventPayload.json(of: failed)
    #expect(PayloadReader.event(kind: .classified, payload: payload) == nil)
    #expect(try EventPayload.event(kind: Array("classified".utf8), payload: payload) == failed)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `of a spoilt payload it never reads what JSONDecoder does not`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var read = 0
    for _ in 0..<3_000 {
      let isDecision = Bool.random(using: &generator)
      let kind: EventKind = isDecision ? .decided : .classified
      var payload = try EventPayload.json(
        of: isDecision
          ? .decided(Self.decision(&generator)) : .classified(Self.classification(&generator)))
      for _ in 0...Int.random(in: 0...1, using: &generator) {
        let place = Int.random(in: payload.indices, using: &generator)
        let spoilt = Array("0123456789-+.eE\"\\{}[],:ntfa \u{E9}".utf8)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: payload.remove(at: place)
        case 1: payload.insert(spoilt.randomElement(using: &generator) ?? 0, at: place)
        case 2: payload[place] = UInt8.random(in: 0...255, using: &generator)
        default: payload[place] = spoilt.randomElement(using: &generator) ?? 0
        }
        guard !payload.isEmpty else { break }
      }
      guard let event = PayloadReader.event(kind: kind, payload: payload) else { continue }
      read += 1
      #expect(
        (try? EventPayload.decoded(kind: kind, payload: payload)) == event,
        "\(String(decoding: payload, as: UTF8.self))")
    }
    #expect(read > 50, "too few were still readable to prove anything")
  }

  // MARK: Events

  static func text(_ generator: inout SeededGenerator) -> String {
    let letters = Array("abcXYZ019 -_.:,µéß✓漢/")
    return String(
      (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        letters.randomElement(using: &generator) ?? "a"
      })
  }

  static func suggestion(_ generator: inout SeededGenerator) -> Suggestion {
    let labels = ["NEUTROPHIL", "LYMPHOCYTE", "IG"]
    return Suggestion(
      probabilities: labels.map {
        let value =
          Bool.random(using: &generator)
          ? Double.random(in: 0...1, using: &generator)
          : [0, 1, 1e-300, Double.leastNonzeroMagnitude, 0.1, 2.5e-7, 123_456_789].randomElement(
            using: &generator) ?? 0
        return ClassProbability(label: Label(rawValue: $0), probability: value)
      }, label: Label(rawValue: "IG"),
      status: [.ok, .uncertain, .outside].randomElement(using: &generator) ?? .ok,
      formWeighed: [nil, true, false].randomElement(using: &generator) ?? nil)
  }

  static func measures(_ generator: inout SeededGenerator) -> CellMeasures {
    func part() -> Double { Double.random(in: 0...1.2, using: &generator) }
    func colour() -> MeanColour? {
      func channel() -> UInt8 { UInt8.random(in: 0...255, using: &generator) }
      return Bool.random(using: &generator)
        ? MeanColour(red: channel(), green: channel(), blue: channel()) : nil
    }
    return CellMeasures(
      nucleusArea: Int.random(in: 0...90_000, using: &generator),
      cytoplasmArea: Int.random(in: 0...90_000, using: &generator),
      lobeCount: Int.random(in: 0...7, using: &generator), nucleusRoundness: part(),
      cellRoundness: part(), granularity: part() / 40, nucleusColour: colour(),
      cytoplasmColour: colour(), isCutOff: Bool.random(using: &generator),
      isTouching: Bool.random(using: &generator))
  }

  static func box(_ generator: inout SeededGenerator) -> Box {
    func side() -> Int { Int.random(in: -2_000...200_000, using: &generator) }
    return Box(x: side(), y: side(), width: side(), height: side())
  }

  static func classification(_ generator: inout SeededGenerator) -> Classification {
    Classification(
      image: ImagePath("/smears/\(text(&generator)).jpg"),
      outcome: .cells(
        PictureFacts(
          sha256: text(&generator), bytes: Int.random(in: 0...9_999_999, using: &generator),
          width: 640, height: 0),
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          FoundCell(
            id: CellID(rawValue: text(&generator)), box: box(&generator),
            suggestion: suggestion(&generator),
            measures: Bool.random(using: &generator) ? measures(&generator) : nil)
        }), model: ModelIdentity(id: text(&generator), sha256: text(&generator)),
      milliseconds: Double.random(in: 0...5_000, using: &generator))
  }

  static func decision(
    _ generator: inout SeededGenerator, image: ImagePath? = nil
  ) -> Decision {
    func maybe<Value>(_ value: Value) -> Value? {
      Bool.random(using: &generator) ? value : nil
    }
    let name = image ?? ImagePath("/smears/\(text(&generator)).jpg")
    let (id, order, reason) = (text(&generator), text(&generator), text(&generator))
    let (place, what) = (box(&generator), suggestion(&generator))
    return Decision(
      image: name, imageSHA256: text(&generator), cell: maybe(CellID(rawValue: id)),
      box: maybe(place), label: Label(rawValue: "IG"),
      kind: [.confirm, .override, .other].randomElement(using: &generator) ?? .confirm,
      suggestion: maybe(what), model: maybe(ModelIdentity(id: id, sha256: order)),
      supersedes: maybe(EntryID(rawValue: id)), suggestionVisible: maybe(true) ?? false,
      dwellMilliseconds: Int.random(in: 0...60_000, using: &generator), queueOrder: order,
      queuePosition: 1, reason: maybe(reason), hidden: maybe(.spot),
      measures: maybe(measures(&generator)))
  }
}
