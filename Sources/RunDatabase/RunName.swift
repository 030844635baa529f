public import Foundation

/// What runs are called. A name is also the name of a folder and an argument on a command line.
public enum RunName {
  /// - Throws: `RunDatabaseError.invalidName`.
  public static func validate(_ name: String) throws(RunDatabaseError) {
    let bytes = Array(name.utf8)
    let isLetterOrDigit = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default:
        false
      }
    }
    guard (1...100).contains(bytes.count), isLetterOrDigit(bytes[0]),
      bytes.allSatisfy({ isLetterOrDigit($0) || "._-".utf8.contains($0) })
    else { throw .invalidName(name) }
  }

  /// A name that says when the run began, in UTC: "2026-11-21-1432-05".
  public static func generated(at date: Date) -> String {
    let text = Timestamp.text(date)  // 2026-11-21T14:32:05.123Z
    let (day, time) = (text.prefix(10), text.dropFirst(11).filter { $0 != ":" })
    return "\(day)-\(time.prefix(4))-\(time.dropFirst(4).prefix(2))"
  }
}

/// Where a new run keeps its files.
public enum RunFolder: Hashable, Sendable {
  /// Exactly this folder.
  case at(String)
  /// The folder inside this one that carries the run's name, which may not be known before the
  /// run is created.
  case inside(String)
}
