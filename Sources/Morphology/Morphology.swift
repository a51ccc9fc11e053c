// Morphology: what the cells of a field look like, in numbers.
//
// The way of one field:
//   Imaging.CellFinder      white cells, by the stain of their nuclei
//   WhiteCells              nucleus and cytoplasm of each, and what is measured of them
//   RedCells                red cells found, those that touch separated, size, shape, pallor
//   Platelets               what is stained like a nucleus and too small to be one
//   Field                   all of it for one picture, and whether the picture suits measurement
//
// Lengths are in pixels of the picture as stored; only those who show or write them know micrometres.
// Nothing here knows files, people, classes or networks.
