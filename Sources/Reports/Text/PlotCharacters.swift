import Foundation

/// What a plot for the terminal is drawn with.
package enum PlotCharacters: Sendable {
  /// Braille dots, eight to a character, and geometric marks.
  case unicode
  /// For terminals that show nothing else.
  case ascii

  /// What the locale of an environment can show: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is
  /// neither missing nor empty decides, and without any of them it is ASCII, as POSIX has it.
  package init(environment: [String: String]) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let encoding = (locale ?? "").lowercased()
    self = encoding.hasSuffix("utf-8") || encoding.hasSuffix("utf8") ? .unicode : .ascii
  }

  /// What the locale of this process can show.
  package static var ofLocale: PlotCharacters {
    PlotCharacters(environment: ProcessInfo.processInfo.environment)
  }

  /// Dots across and down one character.
  var dots: (across: Int, down: Int) { self == .unicode ? (2, 4) : (1, 1) }

  /// The lines of the axes: upright, level, their corner, and where a tick leaves each of them.
  var axis:
    (upright: Character, level: Character, corner: Character, left: Character, below: Character)
  {
    self == .unicode ? ("│", "─", "└", "┤", "┬") : ("|", "-", "+", "+", "+")
  }

  /// The mark of a series. Those of the first 34 differ.
  func mark(_ series: Int) -> Character {
    let marks = Array((self == .unicode ? "●○▲△■□◆◇" : "*o+x@%&=") + "abcdefghijklmnopqrstuvwxyz")
    return marks[series % marks.count]
  }

  /// Stands where the marks of several series meet.
  var meeting: Character { "#" }

  /// The character for the dots of a cell.
  ///
  /// - Parameter dots: Not 0; a bit for each dot, numbered as in braille.
  func cell(_ dots: UInt8) -> Character {
    guard self == .unicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return "." }
    return Character(scalar)
  }
}
