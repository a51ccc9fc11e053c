// Imaging: from the bytes of a file to the numbers a network reads.
//
// The way of one picture:
//   ImageFile.read        bytes, from a regular file of bounded size
//   ImageDecoder.header   format by content, size, orientation; the limits are checked here
//   ImageDecoder.decode   RGBImage, upright, or an ImageError that says what is wrong
//   CellFinder.find       white cells by the stain of their nuclei
//   Crop.square           the square the network looks at, around a cell's box
//   Preprocess.fill       224 x 224 RGB in -1...1
//   Resample.areaAverage  what the screen shows
//
// Nothing here knows classes, people, terminals or networks.
