import Foundation

/// A regular expression that a user tells messages apart by.
public struct SlicePattern: Sendable, Equatable {
  public let name: String
  public let pattern: String

  /// - Parameter pattern: In the syntax of Swift's `Regex`, which is that of Perl for the most part; it is
  ///   looked for anywhere in a message.
  /// - Throws: `AuditError.badPattern`.
  public init(name: String, pattern: String) throws(AuditError) {
    do {
      // Some mistakes show only when it is first used.
      _ = try Regex(pattern).firstMatch(in: "")
    } catch {
      throw .badPattern(name, reason: "\(error)")
    }
    self.name = name
    self.pattern = pattern
  }

  /// - Parameter argument: `NAME=REGEX`; the first equals sign separates.
  /// - Throws: `AuditError.unnamedPattern`, `.badPattern`.
  public init(parsing argument: String) throws(AuditError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw .unnamedPattern(argument)
    }
    try self.init(name: String(parts[0]), pattern: String(parts[1]))
  }
}
