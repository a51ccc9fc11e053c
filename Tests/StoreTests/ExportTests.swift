import Dispatch
import Foundation
import Review
import Store
import Synchronization
import Testing

struct ExportTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  private static let notice = "Research use only, not for diagnosis."

  private static let classes = [
    CellClass(
      code: "NEUTROPHIL", name: "neutrophil", short: "Neu", letter: "N", core: true,
      countsInTotal: true),
    CellClass(
      code: "PLATELET", name: "platelet", short: "Plt", letter: "P", core: false,
      countsInTotal: false),
  ]

  private let left = Box(x: -3, y: 20, width: 60, height: 64)
  private let right = Box(x: 200, y: 21, width: 50, height: 50)
  private let raw = ImagePath(bytes: Array("/slides/a/".utf8) + [0xFF] + Array(".png".utf8))

  /// A review with everything an export has to get right; the head of its log.
  private func review() throws -> ReviewLog {
    let log = try fixture.open()
    let one = ImagePath("/slides/a/0001.png")
    let formula = ImagePath("/slides/a/=cmd,\"x\".png")
    let otherContent = String(repeating: "77", count: 32)
    let events: [LogEvent] = [
      .opened(
        directory: ImagePath("/slides/a"), application: "hematovision 0.1.0",
        model: LogFixture.model),
      .classified(LogFixture.classification(of: one, boxes: [right, left])),
      // 2: confirmed, 3: overridden, 4: which was undone, 5: and answered again with a reason.
      .decided(LogFixture.decision(of: one, box: left, measures: LogFixture.measures)),
      .decided(LogFixture.decision(of: one, box: right, label: "MONOCYTE", kind: .override)),
      .undone(image: one, entry: EntryID(session: "s1", number: 3)),
      .decided(
        LogFixture.decision(
          of: one, box: right, label: "PLATELET", kind: .override,
          reason: "+1 \"giant\",\r\nsee note")),
      // 6 and 7: a whole picture, replaced. 8: a picture whose only answer was undone.
      .decided(
        LogFixture.decision(
          of: formula, box: nil, label: "NO_CELL", kind: .other, suggestion: nil,
          sha256: otherContent)),
      .decided(
        LogFixture.decision(
          of: formula, box: nil, label: "UNIDENTIFIED", kind: .unidentified, suggestion: nil,
          supersedes: EntryID(session: "s1", number: 6), sha256: otherContent)),
      .decided(LogFixture.decision(of: ImagePath("/slides/a/9.png"))),
      .undone(
        image: ImagePath("/slides/a/9.png"), entry: EntryID(session: "s1", number: 8)),
      // 10 to 12: undone and redone, in a file whose name is not UTF-8.
      .decided(LogFixture.decision(of: raw)),
      .undone(image: raw, entry: EntryID(session: "s1", number: 10)),
      .redone(image: raw, entry: EntryID(session: "s1", number: 10)),
      // 13 to 18: a flag, a note that was corrected, a reason; a flag taken back; the slide's name.
      .annotated(LogFixture.annotation(.flag, of: one, cell: left)),
      .annotated(LogFixture.annotation(.note, of: one, cell: left, text: "band?")),
      .annotated(LogFixture.annotation(.note, of: one, cell: left, text: "=band")),
      .annotated(
        LogFixture.annotation(
          .reason, of: raw, text: "blurred", decision: EntryID(session: "s1", number: 10))),
      .annotated(LogFixture.annotation(.flag, of: one, cell: right)),
      .undone(image: one, entry: EntryID(session: "s1", number: 17)),
      .identified(
        SlideIdentity(
          directory: ImagePath("/slides"), specimen: "26-1704", slide: "b 2", reviewer: "kbm",
          targetCount: nil)),
    ]
    try log.append(
      events.enumerated().map { LogEntry(id: EntryID(session: "s1", number: $0), event: $1) })
    return log
  }

  private func export(_ log: ReviewLog) -> ReviewedExport {
    ReviewedExport(
      log: log, classes: Self.classes, notice: Self.notice, micrometresPerPixel: 0.1)
  }

  /// The rows of a CSV file as Python's csv module reads them, header included.
  private func parsed(_ path: String) throws -> [[String]] {
    let script =
      "import csv, json, sys; "
      + "print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), "
      + "strict=True))))"
    let (status, output) = try run("python3", ["-c", script, path])
    #expect(status == 0)
    return try JSONDecoder().decode([[String]].self, from: Data(output.utf8))
  }

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent parser"))
  func `the table has one row for each answer that holds`() throws {
    let log = try review()
    let path = fixture.directory + "/out.csv"
    let summary = try export(log).write(.csv, to: path, overwrite: false)
    #expect(summary.rows == 4)
    #expect(try summary.head == log.head)
    let rows = try parsed(path)
    let header = rows[0]
    #expect(
      header.joined(separator: " ") == """
        schema_version row_id session_id specimen_id slide_id image_path_rel image_sha256 \
        image_bytes width height decoded_ok cell_index box_x box_y box_width box_height ai_label ai_p_LYMPHOCYTE \
        ai_p_NEUTROPHIL ai_margin ai_entropy ai_status model_id model_sha256 app_version \
        queue_order queue_position final_label decision ai_visible ai_hidden override_reason \
        note flag reviewer_id reviewed_at_utc tz_offset_min dwell_ms answer_label second_label \
        second_reviewer_id second_at_utc adjudicated_label adjudicator_id dispute amends earlier_label same_as \
        counts_in_total signed_by signed_at_utc result_status nucleus_area_px cytoplasm_area_px \
        nucleus_area_um2 cytoplasm_area_um2 nc_ratio nucleus_lobes nucleus_roundness cell_roundness granularity \
        nucleus_red nucleus_green nucleus_blue cytoplasm_red cytoplasm_green cytoplasm_blue cell_cut_off \
        cell_touching log_seq log_hash ruo_notice
        """)
    func column(_ name: String) -> [String] {
      rows.dropFirst().map { $0[header.firstIndex(of: name)!] }
    }
    #expect(rows.allSatisfy { $0.count == header.count })
    #expect(
      column("image_path_rel") == ["0001.png", "0001.png", "'=cmd,\"x\".png", "\u{FFFD}.png"])
    #expect(column("row_id") == ["s1.2", "s1.5", "s1.7", "s1.10"])
    #expect(column("final_label") == ["NEUTROPHIL", "PLATELET", "UNIDENTIFIED", "NEUTROPHIL"])
    #expect(column("decision") == ["confirm", "override", "unidentified", "confirm"])
    #expect(column("answer_label") == column("final_label"))
    #expect(column("earlier_label") == ["", "", "NO_CELL", ""])
    #expect(Set(column("result_status")) == ["preliminary"], "nobody signed")
    #expect(column("cell_index") == ["1", "2", "", "1"])
    #expect(column("box_x") == ["-3", "200", "", "10"], "a number is never defused")
    #expect(column("ai_p_NEUTROPHIL") == ["0.75", "0.75", "", "0.75"])
    #expect(column("ai_margin") == ["0.5", "0.5", "", "0.5"])
    #expect(column("override_reason") == ["", "'+1 \"giant\",\r\nsee note", "", "blurred"])
    #expect(column("note") == ["'=band", "", "", ""])
    #expect(column("flag") == ["true", "false", "false", "false"])
    #expect(column("ai_hidden") == ["", "", "", ""])
    #expect(Set(column("specimen_id")) == ["26-1704"])
    #expect(Set(column("slide_id")) == ["b 2"])
    #expect(column("counts_in_total") == ["true", "false", "false", "true"])
    let measured = [
      "nucleus_area_px": "1204", "cytoplasm_area_px": "2310", "nucleus_area_um2": "12.04",
      "cytoplasm_area_um2": "23.1", "nc_ratio": "0.5212", "nucleus_lobes": "3",
      "nucleus_roundness": "0.41", "cell_roundness": "0.9127", "granularity": "0.0184",
      "nucleus_red": "92", "nucleus_green": "61", "nucleus_blue": "148", "cytoplasm_red": "208",
      "cytoplasm_green": "170", "cytoplasm_blue": "196", "cell_cut_off": "false",
      "cell_touching": "true",
    ]
    for (name, value) in measured { #expect(column(name) == [value, "", "", ""], "\(name)") }
    #expect(column("width") == ["640", "640", "", ""])
    #expect(column("decoded_ok") == ["true", "true", "", ""])
    #expect(column("reviewed_at_utc").first == "2023-11-14T22:13:21.500Z")
    #expect(column("tz_offset_min").first == "60")
    #expect(column("app_version").allSatisfy { $0 == "hematovision 0.1.0" })
    #expect(Set(column("ruo_notice")) == [Self.notice])
    #expect(Set(column("log_seq")) == ["20"])
    #expect(Set(column("log_hash")) == [summary.head.hash])
    let anchor = LogHead(sequence: 20, hash: column("log_hash")[0])
    #expect(try LogVerifier.verify(fixture.path, anchors: [anchor]).isIntact)
  }

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent parser"))
  func `JSON Lines say the same as the CSV`() throws {
    let log = try review()
    let csv = fixture.directory + "/out.csv"
    let jsonl = fixture.directory + "/out.jsonl"
    _ = try export(log).write(.csv, to: csv, overwrite: false)
    _ = try export(log).write(.jsonl, to: jsonl, overwrite: false)
    let script = """
      import csv, json, sys
      def text(v):
          if v is None: return ''
          if isinstance(v, bool): return str(v).lower()
          if isinstance(v, str) and v[:1] in '=+-@' and v: return "'" + v
          return v if isinstance(v, str) else repr(v)
      a = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
      b = [json.loads(l) for l in open(sys.argv[2], newline='\\n', encoding='utf-8')]
      assert [list(r) for r in a] == [list(r) for r in b]
      assert a == [{k: text(v) for k, v in r.items()} for r in b]
      print(len(b))
      """
    let (_, output) = try run("python3", ["-c", script, csv, jsonl])
    #expect(output == "4\n")
  }

  @Test func `lines end with CRLF and an empty log gives a header only`() throws {
    let path = fixture.directory + "/out.csv"
    let summary = try export(try fixture.open()).write(.csv, to: path, overwrite: false)
    #expect(summary.rows == 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.suffix(2) == Data([0x0D, 0x0A]))
    #expect(bytes.filter { $0 == 0x0A }.count == 1)
    #expect(bytes.first != 0xEF, "no byte order mark")
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
    ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("a=b", "a=b"), ("=\",", "\"'=\"\",\""), ("Zoë", "Zoë"),
  ])
  func `a text field is defused and quoted`(text: String, field: String) {
    #expect(CSVWriter.field(text) == field)
  }

  @Test(arguments: ["", "plain", "\"\\/\u{1B}[2J\u{7F}\n\u{0}", "Zoë 🔬"])
  func `a JSON string is read back the same`(text: String) throws {
    let json = Data(("[" + JSONLWriter.string(text) + "]").utf8)
    #expect(try JSONDecoder().decode([String].self, from: json) == [text])
    #expect(!json.contains(0x1B))
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    (1_795_381_533_120, "2026-11-22T21:05:33.120Z"),
  ])
  func `a moment is written in UTC`(milliseconds: Int64, text: String) {
    #expect(Timestamp(utcMilliseconds: milliseconds, offsetMinutes: -300).utcText == text)
  }

  @Test func `nothing is overwritten unasked, and never a link or a directory`() throws {
    let export = export(try review())
    let path = fixture.directory + "/out.csv"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.alreadyExists(file: path)) {
      try export.write(.csv, to: path, overwrite: false)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("mine".utf8))
    #expect(try export.write(.csv, to: path, overwrite: true).rows == 4)
    let linked = fixture.directory + "/linked.csv"
    #expect(symlink(path, linked) == 0)
    for place in [linked, fixture.directory] {
      for overwrite in [false, true] {
        #expect(throws: StoreError.notARegularFile(file: place)) {
          try export.write(.csv, to: place, overwrite: overwrite)
        }
      }
    }
    #expect(throws: StoreError.missing(file: fixture.directory + "/no")) {
      try export.write(.csv, to: fixture.directory + "/no/out.csv", overwrite: false)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.directory)
    #expect(!names.contains { $0.hasSuffix(".tmp") })
  }

  @Test func `of eight exports to one name at once one succeeds`() throws {
    let log = try review()
    let path = fixture.directory + "/race.csv"
    let outcomes = Mutex<[StoreError?]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do throws(StoreError) {
        _ = try export(log).write(.csv, to: path, overwrite: false)
        outcomes.withLock { $0.append(nil) }
      } catch {
        outcomes.withLock { $0.append(error) }
      }
    }
    let seen = outcomes.withLock { $0 }
    #expect(seen.filter { $0 == nil }.count == 1)
    #expect(seen.compactMap { $0 } == Array(repeating: .alreadyExists(file: path), count: 7))
  }

  @Test func `an export that fails leaves nothing behind`() throws {
    try review().close()
    try fixture.attack("UPDATE entry SET reviewer = 'x' WHERE sequence = 3")
    let path = fixture.directory + "/out.csv"
    #expect(throws: StoreError.altered(file: fixture.path, sequence: 3)) {
      try export(try fixture.open(access: .readOnly)).write(.csv, to: path, overwrite: false)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.directory)
    #expect(!names.contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".csv") })
  }

  @Test func `a full disk is told when writing to a descriptor`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let log = try review()
    #expect(throws: StoreError.diskFull(file: "/dev/fd/\(full)")) {
      try export(log).write(.csv, descriptor: full)
    }
  }
}
