import Foundation
import Testing

extension EndToEnd {
  /// Working through a slide by what needs looking at, over two days.
  @Suite struct TriageTests {
    @Test func `the least sure first, remarks, and tomorrow the last answer is taken back`()
      async throws
    {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.all())
        let monday = try place.station(
          directory, "--specimen", "26-1704", "--reviewer", "Ines Ünal", columns: 120, rows: 40)
        try await monday.wait(for: "pictures 1/36")
        try monday.press("C")
        try await monday.wait(for: "36 pictures classified")
        try monday.press("o")
        try await monday.wait(for: "u uncertainty")
        try monday.press("u")
        try await monday.wait(for: "the least sure first")
        try await monday.wait(for: "1/36, by uncertainty")
        try await monday.wait(for: "? unsure")
        try monday.press("m")
        try await monday.wait(for: "flagged: saved")
        try monday.press("e")
        try monday.type("toxic?")
        try await monday.wait(for: "noted: saved")
        try await monday.wait(for: "note: toxic?")
        try await Task.sleep(for: .milliseconds(300))
        try monday.press("1")
        try await monday.wait(for: "saved (u undoes)")
        try await monday.wait(for: "1 wait: counted when all is done")
        try await Task.sleep(for: .milliseconds(400))
        try monday.press("2")
        try await monday.wait(for: "2 wait: counted when all is done")
        try await monday.wait(for: "saved (u undoes)")
        try monday.press("q")
        #expect(try await monday.exitCode() == 0)

        let rows = try await place.reviewed()
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0["specimen_id"] == "26-1704" })
        #expect(rows.allSatisfy { $0["queue_order"] == "uncertainty" })
        #expect(rows.count { $0["flag"] == "true" && $0["note"] == "toxic?" } == 1)

        let tuesday = try place.station(directory, "--reviewer", "Ines Ünal")
        try await tuesday.wait(for: "2 of 36 are reviewed")
        try tuesday.press("u")
        try await tuesday.wait(for: "taken back:")
        try await tuesday.wait(for: "brings it again")
        try tuesday.press("f")
        try tuesday.press("f", "l", "a", "g")
        try await tuesday.wait(for: "(1 of 36)")
        try tuesday.press("Enter")
        try await tuesday.wait(for: "1/1 of 36: flag")
        try tuesday.press("h")
        try await tuesday.wait(for: "note “toxic?”")
        try await tuesday.wait(for: "Ines Ünal")
        try tuesday.press("q", "q")
        #expect(try await tuesday.exitCode() == 0)
        #expect(try await place.reviewed().count == 1)
        try await place.expectWholeLog()
      }
    }

    @Test func `a check set bounds the error of the sure suggestions`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.sure(4)
        let codes = try await Sample.classCodes.value
        let screen = try place.station(
          try place.pictures(samples), "--target", "2", columns: 120, rows: 40)
        try await screen.wait(for: "pictures 1/4")
        try screen.press("C")
        try await screen.wait(for: "4 pictures classified")
        try screen.press("X")
        try await screen.wait(for: "check how many of 4 sure suggestions?")
        try screen.press("Enter")
        for number in 1...4 {
          try await screen.wait(for: "check set: what is it?")
          let lines = try screen.lines().joined()
          let sample = try #require(samples.first { lines.contains("\($0.name), cell") })
          let key = try #require(codes.firstIndex(of: sample.cells[0].label)) + 1
          try await Task.sleep(for: .milliseconds(300))
          try screen.press("\(key)")
          try await screen.wait(for: "\(number)/4: after \(number) clean check")
        }
        try await screen.wait(for: "check set done: X returns")
        // All are answered, so all count, and the target of two was passed.
        try await screen.wait(for: "counted 4/2")
        try screen.press("X")
        try await screen.wait(for: "pictures ")
        try screen.press("E")
        try await screen.wait(for: "export to: pictures-cells.csv")
        try screen.press("Enter")
        try await screen.wait(for: "4 answers exported to \(place.root.path)/pictures-cells.csv")
        try screen.press("E", "Enter")
        try await screen.wait(for: "exists already. Choose another name")
        // The name is offered again, to be changed.
        try screen.press("BSpace")
        try await screen.wait(for: "export to: pictures-cells.cs")
        try screen.press("C-g", "q")
        try await screen.wait(for: "4 answers saved in")
        #expect(try await screen.exitCode() == 0)
        let table = try Data(contentsOf: place.root.appendingPathComponent("pictures-cells.csv"))
        #expect(try CSVTable(table).rows.count == 4)
        let rows = try await place.reviewed()
        #expect(rows.count == 4)
        #expect(rows.allSatisfy { $0["ai_visible"] == "false" && $0["ai_hidden"] == "check" })
        try await place.expectWholeLog()
      }
    }
  }
}
