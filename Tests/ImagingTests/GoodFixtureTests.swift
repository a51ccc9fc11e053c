import Imaging
import Testing

struct GoodFixtureTests {
  static let pictures = Fixture.names(in: "good").filter { !$0.hasSuffix(".ppm") }

  @Test func `there are good fixtures`() { #expect(Self.pictures.count >= 50) }

  // PNG: the samples follow from the file by arithmetic, so they must be equal. JPEG: Pillow brings a
  // newer libjpeg-turbo; both use the accurate integer DCT, and CMYK rounds once more: one level.
  @Test(arguments: pictures)
  func `a good picture has the expected pixels`(file: String) throws {
    let name = String(file.split(separator: ".")[0])
    let bytes = try Fixture.bytes("good/\(file)")
    let expected = try Fixture.expected(name)
    let header = try ImageDecoder.header(of: bytes)
    #expect(header.width == expected.width)
    #expect(header.height == expected.height)
    let decoded = try ImageDecoder.decode(bytes)
    let difference = try #require(largestDifference(decoded, expected))
    #expect(difference <= (header.format == .jpeg ? 1 : 0))
  }

  @Test func `the format is told by the content and not by the name`() throws {
    #expect(try ImageDecoder.header(of: Fixture.bytes("good/png_named.jpg")).format == .png)
  }

  @Test(arguments: 1...8)
  func `the header tells the orientation and the upright size`(value: Int) throws {
    let header = try ImageDecoder.header(of: Fixture.bytes("good/exif_\(value).jpg"))
    #expect(header.orientation.rawValue == value)
    #expect((header.width > header.height) == (value <= 4))
  }

  @Test(arguments: [(300, 200, 0), (176, 112, 0), (88, 56, 1), (44, 28, 2), (40, 20, 2), (1, 1, 3)])
  func `a preview is decoded no smaller than asked`(width: Int, height: Int, halvings: Int) throws {
    let source = try Fixture.expected("resize_source")
    let big = Resample.areaAverage(
      source, region: SubpixelRect(source.bounds), toWidth: 176, height: 112)
    let bytes = try ImageEncoder.jpeg(big, quality: 90)
    let preview = try ImageDecoder.decode(bytes, atLeast: width, by: height)
    #expect(preview.width == 176 >> halvings)
    #expect(preview.height == 112 >> halvings)
  }

  @Test func `what is written is read again`() throws {
    let source = try Fixture.expected("resize_source")
    #expect(try ImageDecoder.decode(ImageEncoder.png(source)) == source)
    // A remark is beside the pixels; a NUL in it ends nothing.
    let remarked = try ImageEncoder.png(source, remark: "5 µm,\0 for research")
    #expect(try ImageDecoder.decode(remarked) == source)
    let text = Array("5 µm, for research".utf8)
    #expect(remarked.indices.contains { remarked[$0...].starts(with: text) })
    let smooth = Resample.areaAverage(
      source, region: SubpixelRect(x: 0, y: 0, width: 7, height: 7), toWidth: 90, height: 90)
    let read = try ImageDecoder.decode(ImageEncoder.jpeg(smooth, quality: 95))
    #expect(try #require(largestDifference(read, smooth)) <= 12)
  }
}
