import Synchronization

/// Adds up the progress that several threads report, and tells of it one at a time.
final class PrefixProgress: Sendable {
  private let done: Mutex<Int>

  /// - Parameter done: Messages that need no work.
  init(done: Int) {
    self.done = Mutex(done)
  }

  /// - Parameter report: Called with the messages done so far.
  func add(_ count: Int, report: (Int) -> Bool) -> Bool {
    done.withLock { done in
      done += count
      return report(done)
    }
  }
}
