import Foundation
import Glibc
import Testing

extension EndToEnd {
  /// What cannot work is said in a sentence, with exit code 3.
  @Suite struct RefusalTests {
    @Test func `without a terminal the station says so and what to use instead`() async throws {
      try await Workplace.use { place in
        let ended = try await place.run("review", Sample.directory.path)
        #expect(ended.code == 3)
        #expect(ended.output.isEmpty)
        #expect(ended.errorText.contains("needs a terminal"))
        #expect(ended.errorText.contains("hematovision classify"))
      }
    }

    @Test(arguments: ["no-such-terminal", ""])
    func `a terminal that cannot show the station is refused`(term: String) async throws {
      try await Workplace.use { place in
        let screen = try place.station(Sample.directory.path, settings: ["TERM=\(term)"])
        #expect(try await screen.exitCode() == 3)
        try await screen.wait(for: "needs a terminal")
        try await screen.wait(for: term.isEmpty ? "TERM is not set" : term)
        let modes = try screen.modes()
        #expect(modes.before == modes.after)
      }
    }

    @Test(arguments: ["missing", "empty", "truncated", "text", "directory"])
    func `weights that cannot be used are named, with the cure`(flaw: String) async throws {
      try await Workplace.use { place in
        let file = place.root.appendingPathComponent("\(flaw).safetensors")
        switch flaw {
        case "empty": try Data().write(to: file)
        case "truncated":
          let whole = Sample.directory.deletingLastPathComponent()
            .appendingPathComponent("Weights/mobilenetv2-8.safetensors")
          try Data(contentsOf: whole).dropLast(1000).write(to: file)
        case "text": try Data("these are no weights".utf8).write(to: file)
        case "directory":
          try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
        default: break
        }
        let picture = Sample.directory.appendingPathComponent("field-001.jpg").path
        let commands = [
          ["classify", picture, "--format", "jsonl", "--model", file.path],
          ["review", Sample.directory.path, "--model", file.path],
          ["bench", "--json", "--model", file.path],
        ]
        for command in commands {
          let ended = try await place.run(command)
          #expect(ended.code == 3, "\(command[0])")
          #expect(ended.output.isEmpty, "\(command[0]): \(ended.text)")
          #expect(ended.errorText.contains("\(flaw).safetensors"), "\(ended.errorText)")
          #expect(ended.errorText.contains("--model"), "\(ended.errorText)")
          #expect(ended.errorText.split(separator: "\n").count <= 3, "\(ended.errorText)")
        }
      }
    }

    @Test func `a directory that is not there is named`() async throws {
      try await Workplace.use { place in
        let screen = try place.station("/no/such/directory")
        #expect(try await screen.exitCode() == 3)
        try await screen.wait(for: "/no/such/directory")
        try await screen.wait(for: "No such file or directory")
      }
    }

    @Test func `an empty directory is a state of the station, not an error`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(try place.pictures([]))
        try await screen.wait(for: "no JPEG or PNG picture here")
        try screen.press("c", "C", "Space", "4", "a", "Tab", "j", "G", "u")
        try await screen.wait(for: "nothing to undo")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    @Test(arguments: ["/proc/nowhere/review.sqlite", "/dev/full", "/dev/null/review.sqlite"])
    func `a log that cannot be kept is refused before reviewing starts`(log: String) async throws {
      try await Workplace.use { place in
        let screen = try place.station(Sample.directory.path, "--log", log)
        #expect(try await screen.exitCode() == 3)
        try await screen.wait(for: "hematovision: the review log")
        try await screen.wait(for: "--log")
      }
    }

    @Test func `version, help and doctor need no terminal`() async throws {
      try await Workplace.use { place in
        let version = try await place.run("--version")
        #expect(version.code == 0)
        #expect(version.text.hasPrefix("hematovision "))
        #expect(version.text.contains("For research use only"))
        #expect(version.errors.isEmpty)
        for arguments in [["--help"], ["review", "--help"], ["classify", "--help"]] {
          let help = try await place.run(arguments)
          #expect(help.code == 0)
          #expect(help.text.contains("USAGE: hematovision"), "\(help.text)")
          #expect(help.errors.isEmpty)
        }
        let doctor = try await place.run("doctor")
        #expect(doctor.code == 0, "\(doctor.text)\(doctor.errorText)")
        for word in ["terminal", "weights", "SHA-256", "BLAS", "log", "theme", "reviewer"] {
          #expect(doctor.text.contains(word), "\(word)")
        }
        #expect(doctor.text.contains("the station cannot open here"))
        let ill = try await place.run("doctor", "--model", "/no/such/weights")
        #expect(ill.code == 3)
        #expect(ill.text.contains("PROBLEM"))
      }
    }

    @Test func `kernels are forced by the environment, and what cannot be is refused`() async throws
    {
      try await Workplace.use { place in
        let key = "HEMATOVISION_KERNELS"
        let image = Sample.directory.appendingPathComponent("field-001.jpg").path
        let doctor = try await place.run(["doctor"], adding: [key: "portable"])
        #expect(doctor.code == 0)
        #expect(doctor.text.contains("kernels portable (\(key))"))
        let portable = try await place.run(["classify", image], adding: [key: "portable"])
        let usual = try await place.run("classify", image)
        #expect(portable.code == 0 && usual.code == 0)
        #expect(portable.text == usual.text)
        for arguments in [["classify", image], ["bench"], ["doctor"]] {
          let refused = try await place.run(arguments, adding: [key: "avx1024"])
          #expect(refused.code == 3)
          let said = refused.text + refused.errorText
          #expect(said.contains("there are no kernels avx1024."), "\(said)")
          #expect(said.contains("Unset it, or choose one of"), "\(said)")
        }
      }
    }

    @Test func `doctor leaves a terminal as it was`() async throws {
      try await Workplace.use { place in
        let screen = try place.terminal([Workplace.binary, "doctor"], columns: 160)
        #expect(try await screen.exitCode() == 0)
        try await screen.wait(for: "256 colours, UTF-8, 160 x 40")
        let modes = try screen.modes()
        #expect(modes.before == modes.after)
      }
    }
  }
}
