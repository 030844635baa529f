internal import Foundation

/// Points in time as text: UTC, ISO 8601, milliseconds ("2026-11-21T14:32:05.123Z"). Such texts
/// sort by time, and SQLite's date functions read them.
enum Timestamp {
  private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  static func text(_ date: Date) -> String {
    date.formatted(format)
  }

  static func date(_ text: String) -> Date? {
    try? format.parse(text)
  }
}
