import Foundation

/// Points in time as people write them.
enum Moment {
  /// - Parameter text: A day, "2026-11-21"; a time in UTC, "2026-11-21T14:30" with or without seconds; or
  ///   how long ago, "12h", "7d", "2w".
  /// - Returns: nil for anything else.
  static func date(_ text: String, now: Date) -> Date? {
    ago(text).map { now - $0 } ?? utc(text)
  }

  /// Seconds.
  private static func ago(_ text: String) -> TimeInterval? {
    guard let unit = text.last, let seconds = ["h": 3600.0, "d": 86_400, "w": 604_800][unit],
      let count = Double(text.dropLast()), count >= 0, count < 1e6,
      text.dropLast().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
    else { return nil }
    return count * seconds
  }

  private static func utc(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    let shape = Array("0000-00-00T00:00:00".utf8)
    guard [10, 16, 19].contains(bytes.count + (text.hasSuffix("Z") ? -1 : 0)) else { return nil }
    for (byte, wanted) in zip(bytes, shape) {
      switch wanted {
      case UInt8(ascii: "0"):
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      case UInt8(ascii: "T"):
        guard byte == wanted || byte == UInt8(ascii: " ") else { return nil }
      default: guard byte == wanted else { return nil }
      }
    }
    let given = text.hasSuffix("Z") ? String(text.dropLast()) : text
    let whole = given + String("0000-00-00T00:00:00".dropFirst(given.count))
    return try? Date.ISO8601FormatStyle().parse(whole.replacing(" ", with: "T") + "Z")
  }
}
