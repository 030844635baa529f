import GPT2
import GPT2Kernels

/// Documents as token ids, cut into sequences for language modelling.
///
/// A document of n tokens gives n predictions: each token's successor, and the end-of-text token
/// after the last. Documents are packed into batches without padding, and attention stays within
/// each: a message is learned as it will later be classified, from position 0 and by itself.
public struct TokenSequences: Sendable {
  /// All documents, each followed by the end-of-text token.
  private var ids: [Int32] = []
  /// Where a sequence begins in `ids`, how many predictions it makes, and how often per epoch.
  private var sequences: [(start: Int, count: Int, weight: Double)] = []
  private let contextLength: Int
  private let endOfText: Int32

  public init(contextLength: Int, endOfText: Int32) {
    self.contextLength = contextLength
    self.endOfText = endOfText
  }

  /// Number of sequences.
  public var count: Int { sequences.count }

  /// Predictions in one epoch, weights included.
  public var tokensPerEpoch: Double {
    sequences.reduce(0) { $0 + Double($1.count) * $1.weight }
  }

  /// Predictions of all sequences together, each once.
  public var predictionCount: Int { sequences.reduce(0) { $0 + $1.count } }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - document: Its tokens; none are ignored. A long one is cut at the context length.
  ///   - weight: How often it is learned from in an epoch, on average.
  public mutating func append(_ document: [Int32], weight: Double = 1) {
    guard !document.isEmpty else { return }
    let start = ids.count
    ids += document
    ids.append(endOfText)
    for offset in stride(from: 0, to: document.count, by: contextLength) {
      let count = min(contextLength, document.count - offset)
      sequences.append((start + offset, count, weight))
    }
  }

  /// The order of one epoch: a permutation in which a sequence of weight w stands ⌊w⌋ times, and once
  /// more with the probability of the rest.
  public func order(epoch: Int, seed: UInt64) -> [Int] {
    var generator = Philox(seed: seed, for: .batchOrder, index: UInt64(epoch))
    var order: [Int] = []
    for (index, sequence) in sequences.enumerated() {
      let whole = Int(sequence.weight)
      let draw = Double(generator.next() >> 11) * 0x1p-53
      let copies = whole + (draw < sequence.weight - Double(whole) ? 1 : 0)
      order += repeatElement(index, count: copies)
    }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      // The high half of a product is uniform enough for an order: its bias is below 2⁻³⁰.
      let (other, _) = generator.next().multipliedFullWidth(by: UInt64(last + 1))
      order.swapAt(last, Int(other))
    }
    return order
  }

  /// Tokens that a sequence predicts.
  public func length(of sequence: Int) -> Int { sequences[sequence].count }

  /// Some sequences as a batch, and what follows each of its tokens.
  public func batch(of indices: some Collection<Int>) -> (batch: TokenBatch, targets: [Int32]) {
    let ranges = indices.map { index in
      sequences[index].start..<sequences[index].start + sequences[index].count
    }
    return (
      TokenBatch(ranges.map { Array(ids[$0]) }),
      ranges.flatMap { ids[$0.lowerBound + 1..<$0.upperBound + 1] }
    )
  }
}
