public import Review

/// The table of labelled images: columns `path` and `class`, perhaps `source`, `split`, `group` and `mask`.
public enum Manifest {
  /// The images of a manifest, in its order.
  public static func images(
    _ bytes: [UInt8], file: String, names: ClassNames
  ) throws(DataError) -> [LabelledImage] {
    let table = try CSVTable(bytes, file: file)
    let path = try table.requiredPlace(of: "path")
    let className = try table.requiredPlace(of: "class")
    let (source, split, group) = (
      table.place(of: "source"), table.place(of: "split"), table.place(of: "group")
    )
    let mask = table.place(of: "mask")
    guard !table.rows.isEmpty else { throw .empty(file: file) }
    var lines: [String: Int] = [:]
    var images: [LabelledImage] = []
    for row in table.rows {
      let name = row.fields[path]
      guard !name.isEmpty else { throw .noPath(file: file, line: row.line) }
      if let first = lines.updateValue(row.line, forKey: name) {
        throw .repeatedPath(file: file, line: row.line, path: name, first: first)
      }
      func text(_ place: Int?) -> String { place.map { row.fields[$0].trimmed } ?? "" }
      images.append(
        LabelledImage(
          path: ImagePath(name), className: text(className),
          truth: names.place(of: row.fields[className]), source: text(source), split: text(split),
          group: text(group), mask: text(mask).isEmpty ? nil : ImagePath(text(mask)),
          line: row.line))
    }
    return images
  }
}

/// The table of drawn boxes: `path`, `xmin`, `ymin`, `xmax`, `ymax` in pixels, perhaps `kind` and the
/// class in `wbc_class` or `class`.
public enum BoxTable {
  /// The boxes of one kind by image, white cells unless told otherwise. Rows of another `kind` are left out;
  /// a table without that column holds white cells only.
  public static func boxes(
    _ bytes: [UInt8], file: String, names: ClassNames, kind wanted: String = "WBC"
  ) throws(DataError) -> [ImagePath: [DrawnBox]] {
    let table = try CSVTable(bytes, file: file)
    let path = try table.requiredPlace(of: "path")
    var sides: [(name: String, place: Int)] = []
    for name in ["xmin", "ymin", "xmax", "ymax"] {
      sides.append((name, try table.requiredPlace(of: name)))
    }
    let kind = table.place(of: "kind")
    let className = table.place(of: "wbc_class") ?? table.place(of: "class")
    var boxes: [ImagePath: [DrawnBox]] = [:]
    for row in table.rows {
      let name = kind.map { row.fields[$0].trimmed.uppercased() } ?? "WBC"
      if name != wanted { continue }
      guard !row.fields[path].isEmpty else { throw .noPath(file: file, line: row.line) }
      var numbers: [Double] = []
      for (name, place) in sides {
        let text = row.fields[place].trimmed
        guard let number = Double(text), number.isFinite else {
          throw .notANumber(file: file, line: row.line, column: name, text: text)
        }
        numbers.append(number)
      }
      let (width, height) = (numbers[2] - numbers[0], numbers[3] - numbers[1])
      guard width > 0, height > 0 else { throw .emptyBox(file: file, line: row.line) }
      boxes[ImagePath(row.fields[path]), default: []].append(
        DrawnBox(
          x: numbers[0], y: numbers[1], width: width, height: height,
          truth: className.flatMap { names.place(of: row.fields[$0]) }))
    }
    return boxes
  }
}
