import Foundation

/// Reads messages ahead on a thread of its own, so that they are classified in batches when they
/// come fast and one by one, without waiting for more, when they come slowly.
public final class MessageStream: @unchecked Sendable {
  // Sendable: everything mutable is touched with `condition` locked.
  private let condition = NSCondition()
  private var messages: [UnlabelledMessage] = []
  private var failure: (any Error)?
  private var isAtEnd = false
  private var skipped = 0
  /// Messages read ahead at most; keeps memory constant.
  private let capacity = 512

  /// - Parameter open: Opens the reader, on the reading thread.
  public init(_ open: @escaping @Sendable () throws -> MessageReader) {
    Thread.detachNewThread { [self] in
      do {
        var reader = try open()
        while let message = try reader.next() { append(message) }
        finish(nil, skipped: reader.skippedCount)
      } catch {
        finish(error, skipped: 0)
      }
    }
  }

  /// Rows that were passed over; known at the end.
  public var skippedCount: Int { condition.withLock { skipped } }

  /// The next messages, as soon as there is one; empty at the end.
  ///
  /// - Throws: What the reader threw, after the messages before it.
  public func nextBatch(atMost count: Int) throws -> [UnlabelledMessage] {
    condition.lock()
    defer { condition.unlock() }
    while messages.isEmpty, !isAtEnd { condition.wait() }
    if messages.isEmpty, let failure { throw failure }
    let batch = Array(messages.prefix(count))
    messages.removeFirst(batch.count)
    condition.broadcast()
    return batch
  }

  private func append(_ message: UnlabelledMessage) {
    condition.withLock {
      while messages.count >= capacity { condition.wait() }
      messages.append(message)
      condition.broadcast()
    }
  }

  private func finish(_ error: (any Error)?, skipped: Int) {
    condition.withLock {
      failure = error
      self.skipped = skipped
      isAtEnd = true
      condition.broadcast()
    }
  }
}
