/// A text cut into pieces, some of which can be deleted: its words, or the tokens of a text that has no
/// spaces.
struct DeletableText {
  enum Unit: String, Sendable, Codable {
    case word, token
  }

  let unit: Unit
  let bytes: [UInt8]
  /// Where the pieces lie in `bytes`, in order; between words there is white space.
  let pieces: [Range<Int>]
  /// Indices of the pieces of which something was read.
  let readPieces: [Int]

  init(_ text: TokenizedText) {
    bytes = text.bytes
    let words = Self.words(in: text.bytes)
    unit = words.count > 1 ? .word : .token
    pieces = words.count > 1 ? words : Self.tokens(of: text)
    let read = text.readBytes
    readPieces = pieces.indices.filter { [pieces] piece in
      read.contains { $0.overlaps(pieces[piece]) }
    }
  }

  /// The bytes that go when some pieces are deleted. The white space before a piece goes with it; before the
  /// first piece that is left, the white space at the start of the text takes its place.
  ///
  /// - Parameter deleted: Indices of pieces, not of all.
  func bytes(ofDeleted deleted: [Int]) -> [Range<Int>] {
    let deleted = Set(deleted)
    var removed: [Range<Int>] = []
    var last: Int?
    for piece in pieces.indices where !deleted.contains(piece) {
      if let last {
        if piece > last + 1 {
          removed.append(pieces[last].upperBound..<pieces[piece - 1].upperBound)
        }
      } else if piece > 0 {
        removed.append(pieces[0].lowerBound..<pieces[piece].lowerBound)
      }
      last = piece
    }
    if let last, last < pieces.count - 1 {
      removed.append(pieces[last].upperBound..<pieces[pieces.count - 1].upperBound)
    }
    return removed
  }

  func text(ofPiece piece: Int) -> String { String(decoding: bytes[pieces[piece]], as: UTF8.self) }

  /// The text without some bytes.
  func text(without removed: [Range<Int>]) -> String {
    var rest: [UInt8] = []
    var position = 0
    for range in removed {
      rest += bytes[position..<range.lowerBound]
      position = range.upperBound
    }
    return String(decoding: rest + bytes[position...], as: UTF8.self)
  }

  /// Runs of anything but white space.
  private static func words(in bytes: [UInt8]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var (position, start) = (0, 0)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let end = position + scalar.utf8.count
      if scalar.properties.isWhitespace {
        if start < position { words.append(start..<position) }
        start = end
      }
      position = end
    }
    if start < position { words.append(start..<position) }
    return words
  }

  /// Tokens, joined where a character lies in several.
  private static func tokens(of text: TokenizedText) -> [Range<Int>] {
    text.spans.filter { !$0.isEmpty }.reduce(into: []) { pieces, span in
      let isContinuation = text.bytes[span.lowerBound] & 0xC0 == 0x80
      if isContinuation, let last = pieces.popLast() {
        pieces.append(last.lowerBound..<span.upperBound)
      } else {
        pieces.append(span)
      }
    }
  }
}
