/// Which rows of a ragged batch attend to which.
///
/// A batch holds the rows of all messages one after another. Attention runs within each message:
/// a run of queries at consecutive positions looks at the keys of the same message. The same
/// description serves a full pass (a query for every token), a last block of which only the
/// pooled token is needed (one query per message), and generation with remembered keys (one
/// query at the end).
public struct AttentionLayout: Sendable, Equatable {
  /// One message.
  public struct Segment: Sendable, Equatable {
    /// Its rows in the matrices of keys and values; T of them.
    public let keys: Range<Int>
    /// Its rows in the matrices of queries and outputs.
    public let queries: Range<Int>
    /// Position of the first query within the message, 0..<T.
    public let firstPosition: Int

    public init(keys: Range<Int>, queries: Range<Int>, firstPosition: Int) {
      precondition(
        firstPosition >= 0 && firstPosition + queries.count <= keys.count,
        "\(queries.count) queries from position \(firstPosition) of \(keys.count) keys")
      self.keys = keys
      self.queries = queries
      self.firstPosition = firstPosition
    }
  }

  public let segments: [Segment]
  /// Rows of the query matrix, all segments together.
  public let queryCount: Int
  /// Rows of the key and value matrices.
  public let keyCount: Int

  public init(segments: [Segment]) {
    self.segments = segments
    queryCount = segments.map(\.queries.upperBound).max() ?? 0
    keyCount = segments.map(\.keys.upperBound).max() ?? 0
  }

  /// Every token of every message is a query.
  public init(lengths: [Int]) {
    var start = 0
    self.init(
      segments: lengths.map { length in
        defer { start += length }
        return Segment(
          keys: start..<start + length, queries: start..<start + length, firstPosition: 0)
      })
  }

  /// The same messages with one query each.
  ///
  /// - Parameter positions: For each message the position of its query.
  public func selecting(positions: [Int]) -> AttentionLayout {
    precondition(positions.count == segments.count, "\(positions.count) positions")
    return AttentionLayout(
      segments: zip(segments, positions).enumerated().map { row, pair in
        Segment(keys: pair.0.keys, queries: row..<row + 1, firstPosition: pair.1)
      })
  }

  /// Whether each message asks exactly once.
  public var hasOneQueryEach: Bool { segments.allSatisfy { $0.queries.count == 1 } }

  /// Rows of the key matrix at which the queries stand, in the order of the queries.
  public var queryRows: [Int] {
    segments.flatMap { segment in
      segment.queries.indices.map {
        segment.keys.lowerBound + segment.firstPosition + $0 - segment.queries.lowerBound
      }
    }
  }
}
