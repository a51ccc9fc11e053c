public import Review
public import Screen

/// Everything that can happen to the station; the event loop delivers them in order.
public enum Event: Equatable, Sendable {
  /// Milliseconds on a clock that never goes back. Comes before the events it dates.
  case clock(milliseconds: Int)
  case key(Key)
  /// Text from the clipboard; only a text field takes it.
  case paste(String)
  /// The mouse, where the technician asked for it.
  case mouse(Mouse)
  case resized(Size)
  /// The first pictures of the directory by name, before all of them are sorted.
  case listedFirst([ImagePath])
  /// The directory was read: absolute paths in display order.
  case listed([ImagePath])
  /// Pictures are new in the directory, or were written anew.
  case appeared([ImagePath])
  /// Files of these pictures are gone.
  case vanished([ImagePath])
  /// A picture that was written anew holds this content.
  case contentRead(ImagePath, sha256: String)
  /// New and gone files are no longer told at once; why, and what to do.
  case notWatched(Notice)
  case listingFailed(Notice)
  /// Some of the records of earlier sessions, oldest first; more follow.
  case historyPart([LogRecord])
  /// The last records of earlier sessions about the pictures of this directory, oldest first.
  case history([LogRecord])
  /// What the log says of a fall of agreement with suggestions, as sentences.
  case driftChecked([String])
  /// Answers that this reviewer gave today, in earlier sessions.
  case answeredToday(Int)
  /// When the pictures' files were last changed, in milliseconds since 1970.
  case times([ImagePath: Int64])
  /// A table of this directory's answers is on the disk.
  case exported(file: ImagePath, format: String, rows: Int)
  case exportFailed(Notice)
  /// What the log holds about one picture.
  case trail(ImagePath, [LogRecord])
  /// A picture is ready, at the size that was asked for.
  case pictureDrawn(PictureRequest, DrawnPicture)
  case pictureFailed(PictureRequest, Notice)
  /// Small pictures that were asked for, or why there are none.
  case thumbnailsDrawn([Thumbnail])
  /// What the log holds as examples of a class.
  case referencesFound(ReferenceCells)
  case referencesFailed(Label, Notice)
  case classified(Classification)
  /// The model's answer for a box that the technician placed.
  case judged(BoxPlacement)
  /// Where the model saw what speaks for each class of a cell, or why that cannot be told.
  case explained(ExplanationRequest, [Explanation])
  case explanationFailed(ExplanationRequest, Notice)
  /// What is measured of a picture, or why it cannot be.
  case fieldMeasured(FieldRequest, FieldSummary)
  case fieldFailed(FieldRequest, Notice)
  /// What there is to learn from, or why that cannot be told.
  case trainingStock(Result<TrainingStock, Notice>)
  /// How far the training is, and a line about what it left out.
  case trainingWent(TrainingProgress)
  case trainingNoted(String)
  case trainingEnded(TrainingEnd)
  /// Entries are in the log, on disk.
  case recorded([EntryID])
  /// Entries could not be written; nothing of them is in the log.
  case recordFailed([EntryID], Notice)
  /// Bytes of the last frame and of all, where the station is told to be sparing.
  case wrote(FrameCost)
  /// The terminal was opened anew, with these colours.
  case coloursChanged(String)
  /// The program is asked to end (SIGTERM, SIGHUP).
  case terminated
}

/// What the station asks the world to do.
public enum Effect: Equatable, Sendable {
  case list(directory: ImagePath)
  /// Tell by their content which pictures these files hold; answered by `contentRead`.
  case readContent([ImagePath])
  case loadHistory(directory: ImagePath)
  /// Draw this picture; an earlier request that was not begun yet is void.
  case draw(PictureRequest)
  /// Draw these thumbnails, the first ones first; those asked for earlier and not begun are void.
  case drawThumbnails([ThumbnailRequest])
  /// Ask the log for examples of a class.
  case loadReferences(Label)
  /// Find and judge the cells of these pictures, before those asked for earlier when `first`.
  case classify([ImagePath], first: Bool)
  /// Forget every classification that was not begun.
  case cancelClassification
  /// Ask the model about one box.
  case judge(BoxPlacement)
  /// Ask the model where it looks at a cell; of those asked for and not begun only the last counts.
  case explain(ExplanationRequest)
  /// Measure the cells of a picture; of those asked for and not begun only the last counts.
  case measure(FieldRequest)
  /// Write entries; answered by `recorded` or `recordFailed`.
  case record([LogEntry])
  /// Answered by `times`.
  case readTimes([ImagePath])
  /// Write the answers in and below a directory into a file, whose name may be relative to where the
  /// program was started; answered by `exported` or `exportFailed`.
  case export(directory: ImagePath, file: String)
  /// Look in the whole log for a fall of agreement; answered by `driftChecked`.
  case checkDrift
  /// Count what the log holds to learn from; answered by `trainingStock`.
  case surveyTraining
  /// Train a head on the answered cells of the log; answered by `trainingEnded`.
  case train
  /// End the training that runs and keep the best so far.
  case stopTraining
  /// Answered by `trail`.
  case loadTrail(ImagePath)
  /// What is recorded from now on carries this reviewer's name; answered by `answeredToday`.
  case signIn(reviewer: String)
  /// A sound, or a flash, that the eyes need not look for.
  case bell
  case suspend
  case redraw
  /// Open the terminal anew, with 256 colours at most or with all it has.
  case limitColours(Bool)
  case quit
}
