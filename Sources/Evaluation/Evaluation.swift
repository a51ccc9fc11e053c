// Evaluation: how good a model is on images whose truth is known. Pure: no files, no clock.
//
//   Data/     a manifest's or boxes file's bytes -> `LabelledImage`, with errors that name the line
//   Figures/  `ScoredImage` (a labelled image and what the program answered) -> `GroupFigures`
//   Report/   `EvaluationReport` -> text, JSON, a table of the images
//   Training/ the report on a training
//   Pictures/ figures -> `RGBImage`
//
// Classes are known by their place in the model's list. How many there are, and which of them are
// core, comes with them.
