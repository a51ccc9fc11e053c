import Analysis
import Evaluation
import Foundation
import Imaging
import Review

/// Asks the model about the answered cells of a review log, in the boxes as they were left.
struct ReviewedTest {
  let model: Model
  let threads: Int
  /// The cells of each picture, the pictures by name.
  private let pictures: [(path: ImagePath, cells: [AnsweredCells.Cell])]
  private let answered: AnsweredCells

  init(_ answered: AnsweredCells, model: Model, threads: Int) {
    (self.answered, self.model, self.threads) = (answered, model, threads)
    pictures = Dictionary(grouping: answered.cells, by: \.picture)
      .map { ($0.key, $0.value) }.sorted { $0.path < $1.path }
  }

  /// What the report says of the data, and every cell with a class of the model as the model answered it.
  func run(log: String) -> (DataSummary, [ScoredImage]) {
    let names = ClassNames(model.header.classes)
    let labelled = pictures.map { picture in
      picture.cells.map { cell in
        LabelledImage(
          path: picture.path, className: cell.label.rawValue,
          truth: names.place(of: cell.label.rawValue), group: picture.path.lossyText)
      }
    }
    var progress = ProgressLine(total: pictures.count)
    var scored: [ScoredImage] = []
    var (unreadable, changed, next) = (0, 0, 0)
    OrderedWork(count: pictures.count, threads: threads) {
      let analyzer = Analyzer(model)
      return { Self.answers(pictures[$0], analyzer) }
    }.forEach { result in
      let images = labelled[next]
      next += 1
      switch result {
      case .success(let answers):
        for (image, answer) in zip(images, answers.cells) where image.truth != nil {
          scored.append(ScoredImage(image, answer: answer, sha256: answers.sha256))
        }
      case .failure(.changed): changed += images.count
      case .failure(.unreadable(let notice)):
        progress.note(notice)
        unreadable += images.count
      }
      progress.advance()
    }
    progress.finish(failures: unreadable)
    let summary = DataSummary(
      log: log, all: scored.map(\.image) + labelled.joined().filter { $0.truth == nil },
      reviewed: ReviewedSummary(
        pictures: pictures.count, sawSuggestion: answered.cells.count(where: \.sawSuggestion),
        leftOut: [
          ("in pictures that were changed since", changed),
          ("in pictures that cannot be read", unreadable),
          ("on which answers differ", answered.contested),
          ("pictures answered as a whole", answered.wholes),
        ]))
    return (summary, scored)
  }

  private enum Refusal: Error {
    case changed
    case unreadable(Notice)
  }

  private static func answers(
    _ picture: (path: ImagePath, cells: [AnsweredCells.Cell]), _ analyzer: Analyzer
  ) -> Result<(sha256: String, cells: [Review.FoundCell]), Refusal> {
    let image: RGBImage
    let content: String
    do {
      let bytes = try ImageFile.read(path: picture.path.bytes)
      content = sha256(of: bytes)
      guard picture.cells.allSatisfy({ $0.content ?? content == content }) else {
        return .failure(.changed)
      }
      image = try ImageDecoder.decode(bytes)
    } catch {
      return .failure(.unreadable(Messages.notice(for: error, image: picture.path)))
    }
    return .success(
      (
        content,
        picture.cells.map {
          Review.FoundCell(
            id: CellID(imageSHA256: content, box: $0.box), box: $0.box,
            suggestion: analyzer.suggestion(for: $0.box, in: image))
        }
      ))
  }
}
