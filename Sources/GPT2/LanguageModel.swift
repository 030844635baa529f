import GPT2Kernels

/// A GPT-2 that predicts the next token; its output layer is the transposed token embedding.
///
/// An instance is one text in the making: it remembers the keys and values of what it has read.
public final class LanguageModel {
  public let model: GPT2Model
  private var caches: [KeyValueCache]
  private var activations = BlockActivations()

  /// - Parameter model: Whose weights are used as they are.
  public init(model: GPT2Model) {
    self.model = model
    caches = Self.emptyCaches(of: model)
  }

  private static func emptyCaches(of model: GPT2Model) -> [KeyValueCache] {
    model.blocks.map { _ in
      KeyValueCache(
        capacity: model.configuration.contextLength, width: model.configuration.embeddingWidth)
    }
  }

  /// Tokens read since the last `reset`.
  public var position: Int { caches.first?.count ?? 0 }

  /// Forgets everything read.
  public func reset() {
    caches = Self.emptyCaches(of: model)
  }

  /// Reads more tokens of the text and predicts what follows each of them.
  ///
  /// - Parameter ids: Together with `position` no more than the context length.
  /// - Returns: Logits, (ids, V).
  public func read(_ ids: [Int32]) -> Matrix {
    let start = position
    precondition(start + ids.count <= model.configuration.contextLength, "beyond the context")
    var x = Matrix(rows: ids.count, columns: model.configuration.embeddingWidth)
    model.embedding.forward(ids: ids, positions: Array(start..<start + ids.count), into: x)
    let layout = AttentionLayout(segments: [
      AttentionLayout.Segment(
        keys: 0..<start + ids.count, queries: 0..<ids.count, firstPosition: start)
    ])
    for (block, cache) in zip(model.blocks, caches) {
      block.forward(x, layout: layout, cache: cache, into: &activations)
      x = activations.output
    }
    let normed = Matrix(rows: x.rows, columns: x.columns)
    model.finalNorm.forward(x, statistics: Matrix(rows: x.rows, columns: 2), into: normed)
    let logits = Matrix(rows: x.rows, columns: model.configuration.vocabularySize)
    multiply(normed, model.embedding.tokens.value.transposed, into: logits)  // (n, C)·(C, V)
    return logits
  }
}

/// Keys and values of the tokens that one block has seen, so that generation computes each once.
final class KeyValueCache {
  /// Keys beside values, (capacity, 2C).
  private let memory: Matrix
  private(set) var count = 0

  init(capacity: Int, width: Int) {
    memory = Matrix(rows: capacity, columns: 2 * width)
  }

  /// Appends rows, (n, 2C), and returns all so far, (count, 2C).
  func append(_ rows: Matrix) -> Matrix {
    memory.rows(count..<count + rows.rows).copy(from: rows)
    count += rows.rows
    return memory.rows(0..<count)
  }
}
