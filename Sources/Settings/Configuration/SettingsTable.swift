public import Screen
public import Station

/// Every key of `config.toml`, one row each.
///
/// To add a key, add its row: name, what it takes, its default, what it is for. From then on files and
/// the environment are read for it, `--print-config` shows it, and `configuration.NAME.value` has it.
/// A flag is declared in its command and handed over with `configuration.flag(\.NAME, value)`.
public struct SettingsTable: Sendable {
  public let theme = SettingKey(
    "theme", .text, "dark", "colour theme: a file of themes/ without its ending",
    environment: "HEMATOVISION_THEME")
  public let colours = SettingKey(
    "colours", .choice(ColourDepth.self), unset: "what the terminal can", "colours to use")
  public let bandwidth = SettingKey(
    "bandwidth", .choice(Bandwidth.self), .full,
    "line to the terminal; low: small picture, 256 colours")
  public let symbols = SettingKey(
    "symbols", .choice(CellSymbols.self), .half,
    "what pictures are drawn with; the font must have quadrants and sextants")
  public let pixelSize = SettingKey(
    "pixel_size", .number(0.001...100), unset: "unknown, no scale bar",
    "side of a pixel of the images in micrometres, for a scale bar")
  public let mouse = SettingKey(
    "mouse", .truth, false, "wheel, click to select, drag to draw a box")
  public let linear = SettingKey(
    "linear", .truth, false, "lines instead of a screen, for screen readers and Braille")
  public let log = SettingKey(
    "log", .path, unset: "review.sqlite in the XDG data directory", "file of the review log",
    environment: "HEMATOVISION_LOG")
  public let reviewer = SettingKey(
    "reviewer", .text, unset: "the login name", "name that decisions are recorded under",
    environment: "HEMATOVISION_REVIEWER")
  public let privacy = SettingKey(
    "privacy", .truth, false,
    "exports name pictures by content and slides by number, no files or directories")
  public let model = SettingKey(
    "model", .path, unset: "the weights that come with the program", "weights file",
    environment: "HEMATOVISION_MODEL")
  public let order = SettingKey(
    "order", .choice(WantedOrder.self), .name, "order of the list a session begins with")
  public let blind = SettingKey(
    "blind", .truth, false, "suggestions are hidden until the technician has answered")
  public let spotChecks = SettingKey(
    "spot_checks", .whole(0...100), 0, "of a hundred cells, how many have no suggestion shown")
  public let lookMilliseconds = SettingKey(
    "look_milliseconds", .whole(50...10_000), 150,
    "a cell must have been on screen this long before it takes an answer")
  public let target = SettingKey(
    "target", .whole(1...100_000), unset: "what the log says of the slide",
    "cells to count, such as 100; the bell rings when they are")
  public let threads = SettingKey(
    "threads", .whole(1...64), unset: "1, or 2 where there are three cores or more",
    "threads that share the work on a cell")

  static let shared = SettingsTable()
  /// The rows in their order.
  static let rows: [any AnySettingKey] =
    Mirror(reflecting: shared).children.compactMap { $0.value as? any AnySettingKey }
}
