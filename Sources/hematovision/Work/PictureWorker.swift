import Analysis
import Directories
import Dispatch
import Foundation
import Imaging
import Review
import Screen
import Station
import Synchronization

/// One thread that decodes and scales pictures for the screen; of several wishes only the last counts.
struct PictureWorker: Sendable {
  private final class Wish: Sendable {
    let request = Mutex<PictureRequest?>(nil)
    let available = DispatchSemaphore(value: 0)
  }

  private let wish = Wish()

  /// Starts the thread; pictures go to `mailbox`.
  init(mailbox: Mailbox) {
    let wish = wish
    Thread.detachNewThread {
      var shelf = PictureShelf()
      while true {
        wish.available.wait()
        let request = wish.request.withLock { request in
          defer { request = nil }
          return request
        }
        guard let request else { continue }
        do throws(ImageError) {
          mailbox.post(.pictureDrawn(request, try shelf.draw(request)))
        } catch {
          mailbox.post(.pictureFailed(request, Messages.notice(for: error, image: request.image)))
        }
      }
    }
  }

  /// Asks for a picture; an earlier wish that was not begun is forgotten.
  func draw(_ request: PictureRequest) {
    wish.request.withLock { $0 = request }
    wish.available.signal()
  }
}

/// The last few decoded pictures, so that zooming and going back cost no decoding.
private struct PictureShelf {
  private struct Entry {
    let path: ImagePath
    /// Of the file when it was read: one that was written anew is read again.
    let stamp: FileStamp?
    let facts: PictureFacts
    let image: RGBImage
    /// What tones do to this picture, by what was asked so far.
    var tones: [PictureTone: ToneMap] = [:]
    /// The cells that were outlined last.
    var outlined: OutlinedCells?
    var isFull: Bool { image.width == facts.width }
  }

  private var entries: [Entry] = []
  private static let pixelLimit = 24_000_000

  mutating func draw(_ request: PictureRequest) throws(ImageError) -> DrawnPicture {
    let entry = try entry(for: request)
    let facts = entry.facts
    let whole = Box(x: 0, y: 0, width: facts.width, height: facts.height)
    var region = whole
    var scale = min(
      Double(request.width) / Double(whole.width), Double(request.height) / Double(whole.height))
    if case .region(let wanted) = request.part {
      scale = min(
        Double(request.width) / Double(wanted.width),
        Double(request.height) / Double(wanted.height))
      region = wanted.moved(into: whole)
    }
    let width = max(1, min(request.width, Int((Double(region.width) * scale).rounded())))
    let height = max(1, min(request.height, Int((Double(region.height) * scale).rounded())))
    // A picture decoded at a fraction of its size has its own coordinates.
    let shrink = Double(entry.image.width) / Double(facts.width)
    let picture = Picture(
      entry.image,
      region: SubpixelRect(region, scaledBy: shrink),
      width: width, height: height, symbols: request.symbols,
      tone: toneMap(request.tone, of: entry))
    return DrawnPicture(
      picture: picture, facts: facts, region: region,
      outlines: request.outlined.isEmpty
        ? nil
        : outlined(request.outlined, in: entry).outlines(in: region, width: width, height: height))
  }

  /// A tone is measured once for a picture, on all of it.
  private mutating func toneMap(_ tone: PictureTone, of entry: Entry) -> ToneMap {
    guard let index = entries.firstIndex(where: { $0.path == entry.path }) else {
      return ToneMap(tone, measuring: entry.image)
    }
    if let known = entries[index].tones[tone] { return known }
    let map = ToneMap(tone, measuring: entry.image)
    entries[index].tones[tone] = map
    return map
  }

  private mutating func outlined(_ boxes: [Box], in entry: Entry) -> OutlinedCells {
    if let known = entry.outlined, known.boxes == boxes { return known }
    let cells = OutlinedCells(boxes, in: entry.image)
    if let index = entries.firstIndex(where: { $0.path == entry.path }) {
      entries[index].outlined = cells
    }
    return cells
  }

  private mutating func entry(for request: PictureRequest) throws(ImageError) -> Entry {
    let needsFull = request.part != .whole || !request.outlined.isEmpty
    let stamp = FileStamp(of: request.image, followingLinks: true)
    if let index = entries.firstIndex(where: {
      $0.path == request.image && $0.stamp == stamp && ($0.isFull || !needsFull)
    }) {
      let entry = entries.remove(at: index)
      entries.append(entry)
      return entry
    }
    let bytes = try ImageFile.read(path: request.image.bytes)
    let header = try ImageDecoder.header(of: bytes)
    let image =
      needsFull
      ? try ImageDecoder.decode(bytes)
      : try ImageDecoder.decode(
        bytes, atLeast: request.width * Picture.decodedPixels,
        by: request.height * Picture.decodedPixels)
    let entry = Entry(
      path: request.image, stamp: stamp,
      facts: PictureFacts(
        sha256: sha256(of: bytes), bytes: bytes.count, width: header.width,
        height: header.height),
      image: image)
    entries.removeAll { $0.path == request.image }
    entries.append(entry)
    while entries.count > 1,
      entries.reduce(0, { $0 + $1.image.width * $1.image.height }) > Self.pixelLimit
        || entries.count > 8
    {
      entries.removeFirst()
    }
    return entry
  }
}

extension Box {
  /// The box shifted to lie inside `bounds`, and cut where it is larger.
  func moved(into bounds: Box) -> Box {
    let width = min(width, bounds.width)
    let height = min(height, bounds.height)
    return Box(
      x: min(max(x + (self.width - width) / 2, 0), bounds.width - width),
      y: min(max(y + (self.height - height) / 2, 0), bounds.height - height),
      width: width, height: height)
  }
}
