import Foundation
import Testing

extension EndToEnd {
  /// Three reviewers: one answers, one reads anew without sight of it, one decides.
  @Suite struct SecondReaderTests {
    @Test func `a blind second review over two sessions, and a third reviewer's word`() async throws
    {
      try await Workplace.use { place in
        let samples = try await Sample.sure(4)
        let codes = try await Sample.classCodes.value
        let directory = try place.pictures(samples)
        func key(_ sample: Sample) throws -> String {
          "\(try #require(codes.firstIndex(of: sample.cells[0].label)) + 1)"
        }

        let ann = try place.station(directory, "--reviewer", "ann")
        try await ann.wait(for: "pictures 1/4")
        try ann.press("C")
        try await ann.wait(for: "4 pictures classified")
        try await ann.answer("9", saved: samples[0].name)
        for sample in samples.dropFirst() {
          try await ann.answer(try key(sample), saved: sample.name)
        }
        try ann.press("V")
        try await ann.wait(for: "nothing that others answered")
        try ann.press("q")
        #expect(try await ann.exitCode() == 0)

        // Ben reads two, leaves, and goes on under the veil.
        var ben = try place.station(directory, "--reviewer", "ben")
        try await ben.wait(for: "all 4 pictures are reviewed")
        try ben.press("V")
        try await ben.wait(for: "read how many of 4 cells anew?")
        try ben.press("Enter")
        for number in 1...4 {
          try await ben.wait(for: "read anew: what is it?")
          let lines = try ben.lines().joined(separator: "\n")
          #expect(!lines.contains("suggested"))
          #expect(!lines.contains("ann"))
          let sample = try #require(samples.first { lines.contains("\($0.name), cell") })
          try await Task.sleep(for: .milliseconds(300))
          try ben.press(try key(sample))
          try await ben.wait(for: "\(number)/4 read")
          if number == 2 {
            try await ben.wait(for: "saved (u undoes)")
            try ben.press("q")
            #expect(try await ben.exitCode() == 0)
            ben = try place.station(directory, "--reviewer", "ben")
            try await ben.wait(for: "2/4 read")
          }
        }
        try ben.press("V")
        try await ben.wait(for: "3 of 4 read alike (75.0%)")
        try await ben.wait(for: "1 to be decided, 0 decided")
        try await ben.wait(for: "ann Other, ben")
        try ben.press("Enter")
        try await ben.wait(for: "to be decided")
        try await Task.sleep(for: .milliseconds(300))
        try ben.press("1")
        try await ben.wait(for: "a third reviewer decides, not one of the two")
        try ben.press("q")
        #expect(try await ben.exitCode() == 0)

        let cai = try place.station(directory, "--reviewer", "cai")
        try await cai.wait(for: "all 4 pictures are reviewed")
        try cai.press("U")
        try await cai.wait(for: "1 to be decided, 0 decided")
        try cai.press("Enter")
        try await cai.wait(for: "\(samples[0].name), cell 1")
        try await Task.sleep(for: .milliseconds(400))
        try cai.press(try key(samples[0]))
        try await cai.wait(for: ", because:")
        try cai.press("1", "Enter")
        try await cai.wait(for: "0 to be decided, 1 decided")
        try cai.press("q", "q")
        #expect(try await cai.exitCode() == 0)

        let rows = try await place.reviewed()
        let row = try #require(rows.first { $0["image_path_rel"] == samples[0].name })
        #expect(row["final_label"] == samples[0].cells[0].label)
        try await place.expectWholeLog()

        let text = try await place.run("agreement")
        #expect(text.code == 0)
        #expect(text.text.contains("DISAGREEMENTS: 1, of which 0 nobody decided yet"))
        #expect(text.text.contains("-> \(samples[0].cells[0].label) by cai"))
        let json = try await place.run("agreement", "--format", "json", "--directory", directory)
        let report = try #require(
          try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
        let review = try #require((report["second_reviews"] as? [[String: Any]])?.first)
        #expect(review["read"] as? Int == 4)
        #expect(review["agreed"] as? Int == 3)
        #expect(review["second_reviewer"] as? String == "ben")
        let csv = try CSVTable(try await place.run("agreement", "--format", "csv").output)
        let all = try #require(csv.rows.first)
        #expect(all["answers"] == "4")
        #expect(all["overridden"] == "1")
        #expect(all["log_head_hash"]?.count == 64)
        #expect(try await place.run("agreement", "--fail-on-drift").code == 0)
      }
    }

    @Test func `a second review is heard, not seen`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.sure(2)
        let directory = try place.pictures(samples)
        let ann = try place.station(directory, "--reviewer", "ann")
        try await ann.wait(for: "pictures 1/2")
        try ann.press("C")
        try await ann.wait(for: "2 pictures classified")
        try await ann.answer("9", saved: samples[0].name)
        try await ann.answer("9", saved: samples[1].name)
        try ann.press("q")
        #expect(try await ann.exitCode() == 0)
        let ben = try place.station(directory, "--reviewer", "ben", "--linear")
        try await ben.wait(for: "all 2 pictures are reviewed")
        try ben.press("V")
        try await ben.wait(for: "read how many of 2 cells anew?")
        try ben.press("Enter")
        try await ben.wait(for: "second review, 0 of 2 read")
        try await ben.wait(for: "read anew: what is it?")
        try await Task.sleep(for: .milliseconds(400))
        try ben.press("9")
        try await ben.wait(for: "second review, 1 of 2 read")
        try await Task.sleep(for: .milliseconds(400))
        try ben.press("9")
        try await ben.wait(for: "second review, 2 of 2 read")
        try ben.press("V")
        try await ben.wait(for: "2 of 2 read alike (100.0%); no kappa, since all are of one class")
        try ben.press("q", "q")
        #expect(try await ben.exitCode() == 0)
      }
    }
  }
}
