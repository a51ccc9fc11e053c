// Training: a new head for the network, from features, labels and groups to dense layers.
//
// It knows numbers only: no file, no picture, no person, no clock. The way of one training:
//
//   GroupedSplit (who is trained on, who chooses, who tests; groups stay whole) -> FeatureTable (rows of
//   features, several views a cell) -> Standardisation -> DenseHead, stepped by Adam in HeadTraining, epoch
//   by epoch, the best on the validation cells kept -> HeadCalibration (temperature, thresholds).
//
// DataFindings says beforehand what is wrong with the data; LearningCurve afterwards what more labels would bring.
// The same numbers, options and seed give the same head to the last bit, on the same kind of processor.
