import Review
import Screen

/// Takes an event into the state and says what the world must do; the only way the state changes.
public func update(_ state: inout State, _ event: Event) -> [Effect] {
  var effects: [Effect] = []
  switch event {
  case .clock(let milliseconds):
    state.now = max(state.now, milliseconds)
  case .key(let key):
    effects += state.take(key)
  case .paste(let text):
    state.takePaste(text)
  case .mouse(let mouse):
    effects += state.take(mouse)
  case .resized(let size):
    state.size = size
  case .listedFirst(let images):
    state.takeFirstOfListing(images)
  case .appeared(let images):
    effects += state.takeAppeared(images)
  case .vanished(let images):
    state.takeVanished(images)
  case .contentRead(let image, let sha256):
    state.see(sha256, in: image)
  case .notWatched(let notice):
    state.message = Message(kind: .warning, text: notice.line)
  case .listed(let images):
    state.takeListing(images)
    if state.order == .time { effects.append(.readTimes(images)) }
  case .listingFailed(let notice):
    state.listing = .failed(notice)
  case .historyPart(let records):
    state.recall(records)
  case .history(let records):
    effects += state.takeHistory(records)
  case .driftChecked(let sentences):
    state.drift = sentences
  case .answeredToday(let count):
    state.pace.today = count
  case .times(let times):
    state.takeTimes(times)
  case .exported(let file, let format, let rows):
    effects += state.takeExport(to: file, format: format, rows: rows)
  case .exportFailed(let notice):
    state.takeExportFailure(notice)
  case .trail(let image, let records):
    state.takeTrail(image, records)
  case .pictureDrawn(let request, let drawn):
    state.show(Shown(request: request, content: .drawn(drawn)))
  case .pictureFailed(let request, let notice):
    state.show(Shown(request: request, content: .failed(notice)))
  case .thumbnailsDrawn(let thumbnails):
    state.thumbnails.take(thumbnails)
  case .referencesFound(let found):
    state.references.take(.found(found), of: found.label)
  case .referencesFailed(let label, let notice):
    state.references.take(.failed(notice), of: label)
  case .classified(let classification):
    effects += state.takeClassification(classification)
  case .judged(let placement):
    effects += state.takeJudgement(placement)
  case .explained(let request, let explanations):
    state.takeHeat(.found(explanations), of: request)
  case .explanationFailed(let request, let notice):
    state.takeHeat(.failed(notice), of: request)
  case .fieldMeasured(let request, let field):
    state.takeField(.found(field), of: request)
  case .fieldFailed(let request, let notice):
    state.takeField(.failed(notice), of: request)
  case .trainingStock(let counted):
    state.takeStock(counted)
  case .trainingWent(let progress):
    state.training.course?.take(progress, at: state.now)
  case .trainingNoted(let note):
    state.training.course?.take(note: note)
  case .trainingEnded(let end):
    effects += state.takeTrainingEnd(end)
  case .recorded(let entries):
    state.takeRecorded(entries)
  case .recordFailed(let entries, let notice):
    state.takeRefusal(entries, notice)
  case .wrote(let cost):
    state.slowLine?.cost = cost
  case .coloursChanged(let colours):
    state.session.colours = colours
  case .terminated:
    effects.append(.quit)
  }
  state.keepSelectionVisible()
  if case .resized = event { state.keepTreeVisible() }
  state.keepGallery()
  state.keepErrors()
  state.keepTwins()
  return effects + state.requestPicture() + state.requestHeat() + state.requestReferences()
    + state.requestThumbnails()
}
