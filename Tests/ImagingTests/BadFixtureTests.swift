import Imaging
import Testing

struct BadFixtureTests {
  /// Every hostile file and the error it must give, without the decoder's own words.
  static let expected: [String: String] = [
    "zero_bytes.jpg": "emptyFile",
    "text_named.png": "unknownFormat",
    "gif_named.jpg": "unsupportedFormat GIF",
    "tiff_named.jpg": "unsupportedFormat TIFF",
    "no_start_marker.jpg": "unknownFormat",
    "truncated_after_signature.jpg": "truncated JPEG",
    "truncated_in_frame_header.jpg": "truncated JPEG",
    "truncated_in_pixels.jpg": "truncated JPEG",
    "truncated_end_marker_missing.jpg": "truncated JPEG",
    "truncated_but_closed.jpg": "corrupt JPEG",
    "size_65535x65535.jpg": "sideTooLong",
    "size_12000x12000.jpg": "tooManyPixels",
    "size_taller_than_data.jpg": "corrupt JPEG",
    "size_zero_height.jpg": "corrupt JPEG",
    "two_frames.jpg": "corrupt JPEG",
    "no_frame.jpg": "corrupt JPEG",
    "no_huffman_table.jpg": "corrupt JPEG",
    "no_quantisation_table.jpg": "corrupt JPEG",
    "twelve_bit.jpg": "unsupportedVariant JPEG",
    "lossless.jpg": "unsupportedVariant JPEG",
    "arithmetic_coding.jpg": "unsupportedVariant JPEG",
    "two_components.jpg": "unsupportedVariant JPEG",
    "garbled_pixels.jpg": "corrupt JPEG",
    "junk_between_segments.jpg": "corrupt JPEG",
    "scans_500.jpg": "tooManyScans",
    "truncated_in_signature.png": "truncated PNG",
    "truncated_after_signature.png": "truncated PNG",
    "truncated_in_pixels.png": "truncated PNG",
    "truncated_end_chunk_missing.png": "truncated PNG",
    "size_zero_width.png": "corrupt PNG",
    "size_4294967295x1.png": "sideTooLong",
    "size_16000x16000_bomb.png": "tooManyPixels",
    "size_8000x6251_just_over.png": "tooManyPixels",
    "crc_of_header.png": "corrupt PNG",
    "crc_of_pixels.png": "corrupt PNG",
    "crc_of_end.png": "corrupt PNG",
    "crc_of_text.png": "corrupt PNG",
    "palette_missing.png": "corrupt PNG",
    "palette_index_outside.png": "corrupt PNG",
    "palette_index_outside_interlaced.png": "corrupt PNG",
    "palette_of_13_bytes.png": "corrupt PNG",
    "palette_crc.png": "corrupt PNG",
    "pixels_missing.png": "corrupt PNG",
    "pixels_too_few_rows.png": "corrupt PNG",
    "pixels_no_zlib_stream.png": "corrupt PNG",
    "pixels_wrong_checksum.png": "corrupt PNG",
    "pixels_unknown_filter.png": "corrupt PNG",
    "depth_3.png": "corrupt PNG",
    "colour_type_5.png": "corrupt PNG",
    "interlace_9.png": "corrupt PNG",
    "two_headers.png": "corrupt PNG",
    "header_not_first.png": "corrupt PNG",
    "chunk_of_4_gigabytes.png": "truncated PNG",
    "critical_chunk_unknown.png": "corrupt PNG",
  ]

  static func kind(_ error: ImageError) -> String {
    switch error {
    case .emptyFile: "emptyFile"
    case .unknownFormat: "unknownFormat"
    case .unsupportedFormat(let name): "unsupportedFormat \(name)"
    case .unsupportedVariant(let format, _): "unsupportedVariant \(format.rawValue)"
    case .sideTooLong: "sideTooLong"
    case .tooManyPixels: "tooManyPixels"
    case .tooManyScans: "tooManyScans"
    case .truncated(let format): "truncated \(format.rawValue)"
    case .corrupt(let format, _): "corrupt \(format.rawValue)"
    default: "\(error)"
    }
  }

  @Test func `every hostile file has its expectation`() {
    #expect(Set(Fixture.names(in: "bad")) == Set(Self.expected.keys))
  }

  @Test(arguments: Fixture.names(in: "bad"))
  func `a hostile file is refused for its own flaw, at once`(file: String) throws {
    let bytes = try Fixture.bytes("bad/\(file)")
    let start = ContinuousClock.now
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(bytes) }
    // Refusing is a matter of microseconds; the bound only has to catch an inflated bomb.
    #expect(ContinuousClock.now - start < .seconds(1))
    if let error { #expect(Self.kind(error) == Self.expected[file], "\(error)") }
  }

  @Test(arguments: [
    "good/rgb_420.jpg", "good/progressive.jpg", "good/rgb8.png", "good/rgba8_interlaced.png",
  ])
  func `a file cut anywhere is refused`(file: String) throws {
    let bytes = try Fixture.bytes(file)
    for length in 0..<bytes.count {
      #expect(throws: ImageError.self, "\(length) of \(bytes.count) bytes") {
        try ImageDecoder.decode(Array(bytes.prefix(length)))
      }
    }
  }

  @Test func `the limits are inclusive and can be tightened`() throws {
    let bytes = try Fixture.bytes("good/rgb8.png")
    _ = try ImageDecoder.decode(bytes, limits: ImageLimits(pixels: 22 * 14, sideInPixels: 22))
    #expect(throws: ImageError.tooManyPixels(width: 22, height: 14, limit: 307)) {
      try ImageDecoder.decode(bytes, limits: ImageLimits(pixels: 307))
    }
    #expect(throws: ImageError.sideTooLong(width: 22, height: 14, limit: 21)) {
      try ImageDecoder.decode(bytes, limits: ImageLimits(sideInPixels: 21))
    }
    #expect(throws: ImageError.fileTooLarge(bytes: bytes.count, limit: 10)) {
      try ImageDecoder.decode(bytes, limits: ImageLimits(fileBytes: 10))
    }
  }
}
