public import Review
import Screen

/// The directories with pictures in or below them, as the page of `t` shows them.
public struct DirectoryTree: Equatable, Sendable {
  /// One directory.
  public struct Row: Equatable, Sendable {
    public let directory: ImagePath
    /// Steps below the opened directory.
    public let depth: Int
    /// Pictures in it and below it.
    public let pictures: Int
  }

  /// Parents before what lies in them, by name.
  public private(set) var rows: [Row]
  public internal(set) var selected: Int
  /// First row on screen.
  var top = 0
  /// What is being typed after `/`.
  var typing: String?
  /// What was looked for last.
  var lastFind = ""

  /// The tree of a catalogue with the directory of `image` selected.
  init(_ catalogue: Catalogue, at image: ImagePath?) {
    rows = Self.rows(catalogue)
    let here = image?.directory
    selected = rows.firstIndex { $0.directory == here } ?? 0
  }

  /// Takes a changed catalogue; the selected directory stays selected.
  mutating func refresh(_ catalogue: Catalogue) {
    let chosen = rows.indices.contains(selected) ? rows[selected].directory : nil
    rows = Self.rows(catalogue)
    selected = rows.firstIndex { $0.directory == chosen } ?? 0
  }

  private static func rows(_ catalogue: Catalogue) -> [Row] {
    var counts: [ImagePath: Int] = [catalogue.root: 0]
    // Pictures of a directory mostly follow one another: each such run is counted at once.
    var run: (directory: ImagePath, count: Int)?
    func end() {
      guard let run else { return }
      var directory = run.directory
      while directory.bytes.count > catalogue.root.bytes.count {
        counts[directory, default: 0] += run.count
        directory = directory.directory
      }
      counts[catalogue.root, default: 0] += run.count
    }
    for image in catalogue.images {
      if let here = run?.directory, image.lies(directlyIn: here) {
        run?.count += 1
      } else {
        end()
        run = (image.directory, 1)
      }
    }
    end()
    let rootDepth = catalogue.root.depth
    return counts.map {
      Row(directory: $0.key, depth: $0.key.depth - rootDepth, pictures: $0.value)
    }.sorted { $0.directory.stands(before: $1.directory) }
  }
}

extension ImagePath {
  /// Whether the path is a name in this very directory.
  fileprivate func lies(directlyIn directory: ImagePath) -> Bool {
    let stem = directory.bytes.count
    return bytes.count > stem + 1 && bytes[stem] == UInt8(ascii: "/")
      && bytes.starts(with: directory.bytes)
      && !bytes[(stem + 1)...].contains(UInt8(ascii: "/"))
  }

  fileprivate var depth: Int {
    bytes == [UInt8(ascii: "/")] ? 0 : bytes.count { $0 == UInt8(ascii: "/") }
  }

  /// The order of a tree: a slash before every other byte, so that nothing comes between a directory and
  /// what lies in it.
  fileprivate func stands(before other: ImagePath) -> Bool {
    func key(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? 0 : byte }
    return bytes.lexicographicallyPrecedes(other.bytes) { key($0) < key($1) }
  }
}
