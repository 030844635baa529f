import Foundation
import Synchronization

/// Ctrl-C and a request to terminate: the first lets the work come to a good end, the second stops
/// at once.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Whether the user asked to stop.
  static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// 130 after Ctrl-C, 143 after a request to terminate: 128 plus the signal, as shells do.
  static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }

  /// Begins to listen.
  static func listen() {
    // A program that starts this one from a thread that blocks signals hands its mask down.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        // Only what a signal handler may do: an atomic, and leaving without clean-up.
        let (first, _) = Interruption.received.compareExchange(
          expected: 0, desired: number, ordering: .relaxed)
        if !first { _exit(128 + number) }
      }
    }
  }
}
