import CNcurses
import Glibc
public import Screen

extension GlyphSet {
  /// What the locale of the environment allows: ASCII where it is not UTF-8.
  public static var ofLocale: GlyphSet {
    setlocale(LC_CTYPE, "")
    return String(cString: cn_codeset()) == "UTF-8" ? .unicode : .ascii
  }
}
