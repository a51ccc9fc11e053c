import Analysis
import Dispatch
import Foundation
import Imaging
import Review
import Screen
import Station
import Synchronization

/// One thread that draws small pictures of cells; of several wishes only the last counts.
struct ThumbnailWorker: Sendable {
  private final class Wishes: Sendable {
    private let requests = Mutex<[ThumbnailRequest]>([])
    private let available = DispatchSemaphore(value: 0)

    func replace(_ new: [ThumbnailRequest]) {
      requests.withLock { $0 = new }
      available.signal()
    }

    func wait() { available.wait() }

    /// Takes all requests about the picture that is wanted first: it is decoded once for them.
    func takeOnePicture() -> [ThumbnailRequest] {
      requests.withLock { requests in
        guard let first = requests.first else { return [] }
        let taken = requests.filter { $0.image == first.image && $0.sha256 == first.sha256 }
        requests.removeAll { $0.image == first.image && $0.sha256 == first.sha256 }
        return taken
      }
    }
  }

  private let wishes = Wishes()

  /// Each post costs the screen a frame: several pictures' thumbnails go together.
  private static let pause = Duration.milliseconds(30)

  /// Starts the thread; thumbnails go to `mailbox`.
  init(mailbox: Mailbox) {
    let wishes = wishes
    Thread.detachNewThread {
      let clock = ContinuousClock()
      while true {
        wishes.wait()
        var done: [Thumbnail] = []
        var posted = clock.now
        while true {
          let requests = wishes.takeOnePicture()
          if !requests.isEmpty { done += Self.draw(requests) }
          if !done.isEmpty, requests.isEmpty || clock.now - posted >= Self.pause {
            mailbox.post(.thumbnailsDrawn(done))
            done = []
            posted = clock.now
          }
          if requests.isEmpty { break }
        }
      }
    }
  }

  /// Asks for thumbnails, the first first; earlier wishes that were not begun are forgotten.
  func draw(_ requests: [ThumbnailRequest]) { wishes.replace(requests) }

  /// Thumbnails of cells of one picture.
  private static func draw(_ requests: [ThumbnailRequest]) -> [Thumbnail] {
    guard let first = requests.first else { return [] }
    func all(_ content: Thumbnail.Content) -> [Thumbnail] {
      requests.map { Thumbnail(request: $0, content: content) }
    }
    do throws(ImageError) {
      let bytes = try ImageFile.read(path: first.image.bytes)
      guard sha256(of: bytes) == first.sha256 else { return all(.changed) }
      let header = try ImageDecoder.header(of: bytes)
      let whole = Box(x: 0, y: 0, width: header.width, height: header.height)
      // Twice as many pixels as are shown are enough of a JPEG: area averaging does the rest.
      let factor =
        requests.map { request -> Double in
          let region = request.region ?? whole
          return Double(2 * request.side) / Double(max(1, min(region.width, region.height)))
        }.max() ?? 1
      let image = try ImageDecoder.decode(
        bytes, atLeast: Int((Double(header.width) * factor).rounded(.up)),
        by: Int((Double(header.height) * factor).rounded(.up)))
      let shrink = Double(image.width) / Double(header.width)
      return requests.map { request in
        Thumbnail(
          request: request, content: .drawn(draw(request, from: image, whole, shrink: shrink)))
      }
    } catch {
      switch error {
      case .notFound, .danglingLink: return all(.gone)
      default: return all(.unreadable)
      }
    }
  }

  private static func draw(
    _ request: ThumbnailRequest, from image: RGBImage, _ whole: Box, shrink: Double
  ) -> Picture {
    let region = request.region?.moved(into: whole) ?? whole
    let scale = Double(request.side) / Double(max(region.width, region.height))
    let width = max(1, Int((Double(region.width) * scale).rounded()))
    let height = max(1, Int((Double(region.height) * scale).rounded()))
    return Picture(
      image, region: SubpixelRect(region, scaledBy: shrink), width: width, height: height,
      symbols: .half, tone: .asTaken)
  }
}
