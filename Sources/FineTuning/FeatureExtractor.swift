import Files
import Foundation
import GPT2
import GPT2Kernels
import Synchronization

/// Computes features: what the frozen lower part of a classifier makes of messages. Each different message
/// goes through that part once, unless a cache has its features from an earlier run.
///
/// With packed weights the features of a message have the same bits in whatever company they are computed. With
/// weights that are kept as codes they have not, so those are never taken from a cache.
public struct FeatureExtractor {
  /// What came of a pass over messages.
  public struct Extraction {
    public let features: FrozenFeatures
    /// Messages, each different one counted once, that had to be computed.
    public let computedCount: Int
    /// Why the cache did not take what was computed; nothing depends on it but the time of a later run.
    public let cacheFailure: (any Error)?
  }

  private let classifier: SequenceClassifier
  private let depth: FrozenDepth
  private let precision: Precision?
  private let cache: FeatureCache?
  /// Names in the cache everything that features depend on apart from the tokens.
  private let key: String
  private let releaseMappedMemory: () -> Void
  private let isQuantised: Bool

  /// - Parameters:
  ///   - depth: How far up features are computed.
  ///   - precision: In which frozen blocks are packed before the first message goes through; nil for blocks that
  ///     are used as they are. Codes stay codes.
  ///   - cache: Nil to compute everything.
  ///   - model: Tells what features depend on beside tokens, libraries and the causal mask, such as digests of
  ///     weights; only asked with a cache.
  ///   - releaseMappedMemory: Called after each block that was packed, of which there are two copies then.
  public init(
    _ classifier: SequenceClassifier, depth: FrozenDepth, packedAs precision: Precision? = nil,
    cache: FeatureCache?, model: () throws -> [String],
    releaseMappedMemory: @escaping () -> Void = {}
  ) rethrows {
    self.classifier = classifier
    self.depth = depth
    self.precision = precision
    self.releaseMappedMemory = releaseMappedMemory
    isQuantised = classifier.model.blocks.contains(where: \.isQuantised)
    self.cache = isQuantised ? nil : cache
    guard self.cache != nil else {
      key = ""
      return
    }
    let parts =
      try model() + [
        Precision.library ?? "", BLAS.kernelSet,
        classifier.model.configuration.isCausal ? "causal" : "no mask",
      ]
    key = SHA256Sum.of(parts.joined(separator: "\n"))
  }

  /// The features of messages, in their order.
  ///
  /// - Parameters:
  ///   - messages: Token ids, at least one each and no more than the context length.
  ///   - progress: Told one at a time, from any thread, how many of the messages are done; returns false to stop.
  /// - Returns: Nil when `progress` asked to stop; blocks of messages that were finished are in the cache.
  /// - Throws: `FeatureError.noRoom`.
  public func features(
    of messages: [[Int32]], progress: (Int) -> Bool
  ) throws(FeatureError) -> Extraction? {
    try requireRoom(for: messages)
    var found =
      cache?.features(
        of: messages, model: key, width: width, rows: { depth == .pooled ? 1 : $0.count }) ?? [:]
    var seen: Set<[Int32]> = []
    let missing = messages.filter { found[$0] == nil && seen.insert($0).inserted }
    let ready = missing.isEmpty ? classifier : packed()
    let done = Mutex(messages.count - missing.count)
    var failure: (any Error)?
    for block in blocks(of: missing) {
      let messages = Array(missing[block])
      let computed = ready.frozenFeatures(of: messages, depth: depth) { count in
        done.withLock { done in
          done += count
          return progress(done)
        }
      }
      guard var rows = computed?.messages else { return nil }
      do {
        if let cache { rows = try cache.keep(rows, of: messages, model: key) }
      } catch {
        failure = error
      }
      found.merge(zip(messages, rows)) { first, _ in first }
    }
    return Extraction(
      features: FrozenFeatures(depth: depth, messages: messages.compactMap { found[$0] }),
      computedCount: missing.count, cacheFailure: failure)
  }

  /// The features of messages, in their order, by a pass that nobody stops.
  ///
  /// - Parameter tell: Told one at a time, from any thread, how many of the messages are done.
  public func features(
    of messages: [[Int32]], telling tell: (Int) -> Void = { _ in }
  ) throws(FeatureError) -> Extraction {
    let extraction = try features(of: messages) { done in
      tell(done)
      return true
    }
    guard let extraction else { preconditionFailure("stopped, and nobody asked to") }
    return extraction
  }

  private var width: Int { classifier.model.configuration.embeddingWidth }

  /// Rows of the features of a message.
  private func rowCount(_ message: [Int32]) -> Int { depth == .pooled ? 1 : message.count }

  /// Packs the frozen blocks one after another, so that no more than one is in memory twice.
  private func packed() -> SequenceClassifier {
    // Packing codes would give back the memory that they save.
    guard let precision, !isQuantised else { return classifier }
    return (0..<depth.blockCount(of: classifier)).reduce(classifier) { classifier, block in
      let packed = classifier.packed(block..<block + 1, as: precision)
      if precision.canPack { releaseMappedMemory() }
      return packed
    }
  }

  /// Messages whose features together take a quarter of a gigabyte: a cache keeps them before the next.
  private func blocks(of messages: [[Int32]]) -> [Range<Int>] {
    let most = (1 << 28) / (4 * width)
    var blocks: [Range<Int>] = []
    var (start, rows) = (0, 0)
    for (index, message) in messages.enumerated() {
      if rows >= most {
        blocks.append(start..<index)
        (start, rows) = (index, 0)
      }
      rows += rowCount(message)
    }
    if start < messages.count { blocks.append(start..<messages.count) }
    return blocks
  }

  /// Refuses features that would not fit: running out of memory would end the program without a word.
  private func requireRoom(for messages: [[Int32]]) throws(FeatureError) {
    let rows = messages.reduce(0.0) { $0 + Double(rowCount($1)) }
    let bytes = rows * Double(width) * 4
    guard bytes < 0.75 * Double(ProcessInfo.processInfo.physicalMemory) else {
      throw .noRoom(gibibytes: Int(bytes / 0x1p30))
    }
  }
}

/// Why features cannot be computed.
public enum FeatureError: Error, Equatable, CustomStringConvertible {
  case noRoom(gibibytes: Int)

  public var description: String {
    switch self {
    case .noRoom(let gibibytes):
      "The features of all messages would take \(gibibytes) GiB, more than this machine has to spare. "
        + "Give fewer messages, or choose `trainable` head or all."
    }
  }
}

extension FeatureError: ReportableError {
  package var exitClass: ExitClass { .input }
}
