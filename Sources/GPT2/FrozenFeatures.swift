import GPT2Kernels
import Synchronization

/// What the frozen part of a classifier makes of some messages, computed once.
public struct FrozenFeatures: Sendable {
  public let depth: FrozenDepth
  /// For each message its hidden states, (T, C), or its pooled state, (1, C), when `depth` is `.pooled`:
  /// windows onto memory that messages may share, or onto mapped files.
  public let messages: [Matrix]

  public init(depth: FrozenDepth, messages: [Matrix]) {
    self.depth = depth
    self.messages = messages
  }

  /// All features in one matrix, message below message, copied.
  public var stacked: Matrix {
    let stacked = Matrix(
      rows: messages.reduce(0) { $0 + $1.rows }, columns: messages.first?.columns ?? 0)
    var start = 0
    for message in messages {
      stacked.rows(start..<start + message.rows).copy(from: message)
      start += message.rows
    }
    return stacked
  }

  /// The features of some messages, as an input for a forward pass.
  ///
  /// - Parameter memory: Where rows are gathered to.
  public func input(for indices: some Sequence<Int>, using memory: inout ScratchMatrix)
    -> ClassifierInput
  {
    let parts = indices.map { messages[$0] }
    let lengths = parts.map(\.rows)
    let gathered = memory.take(rows: lengths.reduce(0, +), columns: parts.first?.columns ?? 0)
    var start = 0
    for part in parts {
      gathered.rows(start..<start + part.rows).copy(from: part)
      start += part.rows
    }
    switch depth {
    case .pooled: return .pooled(gathered)
    case .blocks(let depth):
      return .hidden(gathered, layout: AttentionLayout(lengths: lengths), depth: depth)
    }
  }
}

extension SequenceClassifier {
  /// Runs the frozen part on every message.
  ///
  /// Each thread takes whole messages, about `rowsPerChunk` tokens at a time, through all blocks:
  /// nothing waits for anything else, and the intermediate matrices stay in the cache.
  ///
  /// - Parameters:
  ///   - messages: Token ids, at least one each and no more than the context length.
  ///   - progress: Called now and then, from any thread, with the number of messages done since
  ///     the last call; returns false to stop.
  /// - Returns: Nil when `progress` asked to stop.
  public func frozenFeatures(
    of messages: [[Int32]], depth: FrozenDepth, progress: (Int) -> Bool = { _ in true }
  ) -> FrozenFeatures? {
    var offsets = [0]
    for message in messages {
      offsets.append((offsets.last ?? 0) + (depth == .pooled ? 1 : message.count))
    }
    let rows = Matrix(rows: offsets.last ?? 0, columns: model.configuration.embeddingWidth)
    let finished = forEachChunk(of: messages.map(\.count)) { chunk, workspace in
      let batch = TokenBatch(messages[chunk])
      let target = rows.rows(offsets[chunk.lowerBound]..<offsets[chunk.upperBound])
      switch depth {
      case .pooled: target.copy(from: pooledStates(.tokens(batch), in: workspace))
      case .blocks(let count):
        target.copy(from: hiddenStates(of: batch, afterBlocks: count, in: workspace))
      }
      return progress(chunk.count)
    }
    guard finished else { return nil }
    return FrozenFeatures(
      depth: depth, messages: zip(offsets, offsets.dropFirst()).map { rows.rows($0..<$1) })
  }

  /// Logits of every message, (messages, K), in their order.
  public func logits(of messages: [[Int32]]) -> Matrix {
    let logits = Matrix(rows: messages.count, columns: head.classCount)
    forEachChunk(of: messages.map(\.count)) { chunk, workspace in
      logits.rows(chunk).copy(
        from: forward(.tokens(TokenBatch(messages[chunk])), in: workspace))
      return true
    }
    return logits
  }

  /// Logits from remembered features, (indices, K), in the order of the indices.
  public func logits(from features: FrozenFeatures, at indices: [Int]) -> Matrix {
    let logits = Matrix(rows: indices.count, columns: head.classCount)
    let lengths = indices.map { features.messages[$0].rows }
    forEachChunk(of: lengths) { chunk, workspace in
      var memory = ScratchMatrix()
      let input = features.input(for: indices[chunk], using: &memory)
      logits.rows(chunk).copy(from: forward(input, in: workspace))
      return true
    }
    return logits
  }

  /// Cuts messages into chunks of about `rowsPerChunk` tokens and calls `body` with each, on
  /// several threads, each thread with a workspace of its own.
  ///
  /// - Returns: False when a call of `body` returned false; chunks not yet begun are then skipped.
  @discardableResult
  func forEachChunk(
    of lengths: [Int], keeping: ClassifierWorkspace.Keeping = .nothing,
    _ body: (Range<Int>, ClassifierWorkspace) -> Bool
  ) -> Bool {
    // Where memory is what weights are quantised for, chunks take half of it.
    let isQuantised = model.blocks.contains(where: \.isQuantised)
    let chunks = Self.chunks(of: lengths, rowsPerChunk: isQuantised ? 256 : 512)
    let spare = Mutex<[SendableWorkspace]>([])
    let stopped = Atomic<Bool>(false)
    Parallel.forEach(chunks.count) { index in
      guard !stopped.load(ordering: .relaxed) else { return }
      let workspace =
        spare.withLock { $0.popLast() }
        ?? SendableWorkspace(ClassifierWorkspace(for: self, keeping: keeping))
      if !body(chunks[index], workspace.value) { stopped.store(true, ordering: .relaxed) }
      spare.withLock { $0.append(workspace) }
    }
    return !stopped.load(ordering: .relaxed)
  }

  /// Consecutive ranges of messages of about 512 tokens, or another number: enough rows for the matrix
  /// products to run at full speed, few enough for the intermediate results to stay in the cache and for the
  /// work of a data set to be shared evenly. Up to as many tokens stay together, and their products are shared
  /// instead; more are cut into an even number of chunks.
  static func chunks(of lengths: [Int], rowsPerChunk most: Int = 512) -> [Range<Int>] {
    let total = lengths.reduce(0, +)
    let pairs = (total + 2 * most - 1) / (2 * most)
    let rowsPerChunk = total <= most ? most : (total + 2 * pairs - 1) / (2 * pairs)
    var chunks: [Range<Int>] = []
    var (start, slot, rows) = (0, 0, 0)
    for (index, length) in lengths.enumerated() {
      // A message belongs where its middle lies, so that chunks differ by a message at most.
      let place = (rows + length / 2) / max(1, rowsPerChunk)
      if place > slot, index > start {
        chunks.append(start..<index)
        start = index
      }
      (slot, rows) = (place, rows + length)
    }
    if start < lengths.count { chunks.append(start..<lengths.count) }
    return chunks
  }
}

/// A workspace on its way from one thread to another.
///
/// Sendable: a mutex hands it to one thread at a time.
private struct SendableWorkspace: @unchecked Sendable {
  let value: ClassifierWorkspace

  init(_ value: ClassifierWorkspace) {
    self.value = value
  }
}
