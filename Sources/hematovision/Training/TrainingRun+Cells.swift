import Analysis
import Evaluation
import Foundation
import Review
import Training

// From pictures to the table of features, with what cannot be used left out and told.
extension TrainingRun {
  /// Pictures that can be read, after everything that can be said of the data without looking for cells.
  func checked(
    _ pictures: [FeatureExtraction.Picture], _ extraction: FeatureExtraction,
    _ told: inout TrainingReport.Told
  ) throws -> [(picture: FeatureExtraction.Picture, content: String)] {
    var usable: [(picture: FeatureExtraction.Picture, content: String)] = []
    var cells: [(LearningCell, String)] = []
    var (unreadable, changed, next) = (0, 0, 0)
    try extraction.contents(pictures) { read in
      let picture = pictures[next]
      next += 1
      try went(.reading(next, of: pictures.count))
      let content: String
      switch read {
      case .success(let hash): content = hash
      case .failure(let failure):
        follower.note(failure.line)
        unreadable += picture.cells.count
        return
      }
      guard picture.cells.allSatisfy({ $0.content ?? content == content }) else {
        changed += picture.cells.count
        return
      }
      usable.append((picture, content))
      cells += picture.cells.map { ($0, content) }
    }
    func leave(_ count: Int, _ why: String) {
      if count > 0 { told.leftOut.append(.init(why: why, count: count)) }
    }
    leave(unreadable, "in pictures that cannot be read")
    leave(changed, "in pictures that were changed since they were reviewed")
    guard !usable.isEmpty else {
      throw Failure(
        Messages.untrainable(
          why: "none of the \(pictures.count) pictures can be read as it was labelled",
          cure: "Put the pictures back where the labels say they are"))
    }
    let identities = cells.map { cell, content in
      switch cell.place {
      case .box(let box): "\(content) \(box)"
      case .drawn(let box): "\(content) \(box)"
      case .speaker: content
      }
    }
    var quiet = TrainingReport.Told()
    try refuse(
      DataCheck.findings(
        labels: cells.map(\.0.label), groups: Self.groups(cells),
        contents: Self.numbered(identities)),
      cells.map(\.0), &quiet)
    return usable
  }

  func located(
    _ pictures: [(picture: FeatureExtraction.Picture, content: String)],
    _ extraction: FeatureExtraction, _ told: inout TrainingReport.Told
  ) throws -> [FeatureExtraction.Found] {
    var found: [FeatureExtraction.Found] = []
    var failures = 0
    var place = 0
    try extraction.locate(pictures) { result in
      switch result {
      case .success(let each): found.append(each)
      case .failure(let failure):
        follower.note(failure.line)
        failures += pictures[place].picture.cells.count
      }
      place += 1
      try went(.finding(place, of: pictures.count))
    }
    if failures > 0 {
      told.leftOut.append(.init(why: "in pictures that cannot be read", count: failures))
    }
    return found
  }

  func extracted(
    _ found: [FeatureExtraction.Found], _ extraction: FeatureExtraction,
    _ told: inout TrainingReport.Told
  ) throws -> (FeatureTable, [Row]) {
    var table = FeatureTable(
      featureCount: Analyzer.featureCount, plainViews: plainViews, augmentedViews: augmentedViews)
    table.reserve(data.cells.count)
    let rowLength = (plainViews + augmentedViews) * Analyzer.featureCount
    var rows: [Row] = []
    var (failures, cellless, next) = (0, 0, 0)
    try extraction.extract(found) { result in
      let picture = found[next]
      next += 1
      try went(.features(next, of: found.count))
      let features: [Float]
      switch result {
      case .success(let numbers): features = numbers
      case .failure(let failure):
        follower.note(failure.line)
        failures += picture.picture.cells.count
        return
      }
      var place = 0
      for (cell, box) in zip(picture.picture.cells, picture.boxes) {
        guard let box else {
          cellless += 1
          continue
        }
        table.add(label: cell.label, features[place..<(place + rowLength)])
        rows.append(Row(cell: cell, content: picture.content, box: box))
        place += rowLength
      }
    }
    if failures > 0 {
      told.leftOut.append(.init(why: "in pictures that cannot be read", count: failures))
    }
    if cellless > 0 {
      told.leftOut.append(.init(why: "where the program finds no white cell", count: cellless))
    }
    guard !rows.isEmpty else {
      throw Failure(
        Messages.untrainable(
          why: "no white cell was found in any picture", cure: "Train on stained blood smears"))
    }
    return (table, rows)
  }
}
