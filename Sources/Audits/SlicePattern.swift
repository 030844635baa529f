import Dispatch
import Foundation
import Synchronization

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

/// Which texts a pattern occurs in. The search has a thread of its own, because some patterns take longer
/// than anyone waits: after `patience` without an answer to one text it is given up.
package final class PatternSearch: Sendable {
  private struct State {
    /// One answer per text so far.
    var matches: [Bool] = []
    /// When the search in the text at hand began.
    var began = ContinuousClock.now
    var failure: String?
    var isGivenUp = false
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)

  private init() {}

  /// - Parameter patience: Seconds for one text.
  /// - Returns: One answer per text.
  /// - Throws: `AuditError.slowPattern`; `.badPattern` where the expression fails on a text. The thread of a
  ///   slow search goes on until its text is done, which may be never: end the program.
  package static func matches(
    of pattern: SlicePattern, in texts: [String], patience: Int = 10
  ) throws(AuditError) -> [Bool] {
    let search = PatternSearch()
    let thread = Thread { search.run(pattern.pattern, in: texts) }
    // As much as a main thread has: what the standard library needs is not written anywhere.
    thread.stackSize = 8 << 20
    thread.start()
    while search.ended.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
      let isGivenUp = search.state.withLock { state in
        state.isGivenUp = state.began.duration(to: .now) >= .seconds(patience)
        return state.isGivenUp
      }
      if isGivenUp { throw .slowPattern(pattern.name, seconds: patience) }
    }
    let (matches, failure) = search.state.withLock { ($0.matches, $0.failure) }
    if let failure { throw .badPattern(pattern.name, reason: failure) }
    return matches
  }

  private func run(_ pattern: String, in texts: [String]) {
    defer { ended.signal() }
    do {
      // An expression may not be passed between threads, so it is made again here.
      let expression = try Regex(pattern)
      for text in texts {
        let isFound = try expression.firstMatch(in: text) != nil
        let goesOn = state.withLock { state in
          state.matches.append(isFound)
          state.began = .now
          return !state.isGivenUp
        }
        guard goesOn else { return }
      }
    } catch {
      state.withLock { $0.failure = "\(error)" }
    }
  }
}
