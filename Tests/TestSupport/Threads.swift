import Foundation
import GPT2Kernels
import Testing

private let threadsLock = NSLock()

/// Runs `body` with a number of threads in `Parallel`. The number is global, so that tests which
/// set it wait for each other; the other tests give the same results on any number.
public func withThreads<R>(_ count: Int, _ body: () throws -> R) rethrows -> R {
  threadsLock.lock()
  let before = Parallel.threads
  Parallel.threads = count
  defer {
    Parallel.threads = before
    threadsLock.unlock()
  }
  return try body()
}

/// Expects a computation to give the same bits on 1, 2 and 3 threads.
public func expectSameBitsOnAnyThreads(
  sourceLocation: SourceLocation = #_sourceLocation, _ compute: () throws -> [Matrix]
) rethrows {
  let expected = try withThreads(1) { try compute().map(\.bits) }
  for count in [2, 3] {
    let found = try withThreads(count) { try compute().map(\.bits) }
    #expect(found == expected, "\(count) threads", sourceLocation: sourceLocation)
  }
}
