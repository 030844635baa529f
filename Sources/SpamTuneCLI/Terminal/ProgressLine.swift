import Foundation
import Synchronization

/// The last line of standard error: a bar that is drawn over itself on a terminal, nothing elsewhere;
/// and lines of text above it.
final class ProgressLine: Sendable {
  private struct State {
    var lastDrawn = ContinuousClock.now - .seconds(1)
    var isOpen = false
  }

  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())

  /// Whether a bar would be seen: on a terminal, and not before the eye has seen the last one.
  var isDue: Bool {
    guard isTerminal else { return false }
    return state.withLock { state in
      guard state.lastDrawn.duration(to: .now) > .milliseconds(100) else { return false }
      state.lastDrawn = .now
      return true
    }
  }

  func bar(_ title: String, done: Int, of total: Int, rest: String) {
    guard isTerminal else { return }
    let width = 24
    let filled = total > 0 ? width * min(done, total) / total : width
    let picture =
      String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
    state.withLock { state in
      state.isOpen = true
      StandardError.write("\r\u{1B}[K\(title) \(picture) \(rest)")
    }
  }

  func showFeatures(done: Int, total: Int) {
    if isTerminal {
      bar("features", done: done, of: total, rest: "\(done)/\(total) messages")
    } else if done == total {
      line("features of \(total) messages done")
    }
  }

  /// A line that stays, in the place of an open bar.
  func line(_ text: String) {
    state.withLock { state in
      let start = state.isOpen ? "\r\u{1B}[K" : ""
      state.isOpen = false
      StandardError.write(start + text + "\n")
    }
  }

  /// Ends an open bar.
  func finish() {
    state.withLock { state in
      if state.isOpen { StandardError.write("\n") }
      state.isOpen = false
    }
  }
}
