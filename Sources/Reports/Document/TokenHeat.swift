/// A message with what each of its tokens speaks for: above 0 for the class that was answered, below against it.
struct TokenHeat: Sendable {
  struct Piece: Sendable, Equatable {
    let text: String
    /// In logits; nil for text between tokens.
    let contribution: Double?
  }

  /// "row 11".
  let name: String
  /// "17 tokens".
  let remark: String
  /// "called spam with 0.9930, is ham".
  let answer: String
  /// The whole message in its order; nil where texts were not asked for.
  let pieces: [Piece]?
  /// Of each token, for a message without its text.
  let contributions: [Double]
  /// The strongest tokens in words.
  let summary: String
}

/// A text cut where its tokens are. Tokens that share a character become one piece, as half a character cannot be
/// shown.
struct TokenPieces {
  struct Piece {
    /// In bytes of UTF-8.
    var span: Range<Int>
    /// Sums over the piece's tokens; empty for text between tokens.
    var values: [Double]
  }

  private(set) var pieces: [Piece] = []
  private let bytes: [UInt8]

  /// - Parameter tokens: Spans in bytes of UTF-8, each with as many values. Those that lie outside of the text, reach
  ///   into another, or begin within a character after a gap are left out.
  init(of text: String, tokens: [(span: Range<Int>, values: [Double])]) {
    bytes = Array(text.utf8)
    var boundaries: Set<Int> = [0]
    var place = 0
    for character in text {
      place += character.utf8.count
      boundaries.insert(place)
    }
    var open: Piece?
    var end = 0
    for token in tokens.sorted(by: { $0.span.lowerBound < $1.span.lowerBound }) {
      let span = token.span
      guard span.lowerBound >= end, !span.isEmpty, span.upperBound <= bytes.count else { continue }
      if let begun = open {
        open = Piece(
          span: begun.span.lowerBound..<span.upperBound,
          values: zip(begun.values, token.values).map(+))
      } else {
        guard boundaries.contains(span.lowerBound) else { continue }
        if span.lowerBound > end { pieces.append(Piece(span: end..<span.lowerBound, values: [])) }
        open = Piece(span: span, values: token.values)
      }
      end = span.upperBound
      if boundaries.contains(end), let whole = open {
        pieces.append(whole)
        open = nil
      }
    }
    let start = open?.span.lowerBound ?? end
    if start < bytes.count { pieces.append(Piece(span: start..<bytes.count, values: [])) }
  }

  func text(_ piece: Piece) -> String { String(decoding: bytes[piece.span], as: UTF8.self) }
}
