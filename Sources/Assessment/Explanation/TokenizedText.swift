import ClassifierModels
import GPT2Tokenizer

/// A text as tokens, each with its place.
struct TokenizedText: Sendable {
  /// UTF-8.
  let bytes: [UInt8]
  /// Of the whole text.
  let ids: [Int32]
  /// Where each token lies in `bytes`. A token that begins with a space which the tokenizer has put there is
  /// one byte longer than its place.
  let spans: [Range<Int>]
  /// The tokens that are read, as indices; several lists for a long text read in windows.
  let windows: [[Int]]

  init(_ text: String, as message: EncodedMessage, tokenizer: BytePairTokenizer) {
    bytes = Array(text.utf8)
    ids = message.ids
    spans = Self.spans(of: ids, in: bytes, tokenizer: tokenizer)
    windows = message.runs.map { runs in runs.flatMap { Array($0) } }
  }

  /// Tokens that are read, in the order of the text.
  var readTokens: [Int] { windows.flatMap(\.self) }

  /// The bytes of the tokens that are read, as few runs.
  var readBytes: [Range<Int>] {
    readTokens.reduce(into: []) { runs, token in
      let span = spans[token]
      if let last = runs.last, last.upperBound == span.lowerBound {
        runs[runs.count - 1] = last.lowerBound..<span.upperBound
      } else {
        runs.append(span)
      }
    }
  }

  /// A part of the text, with U+FFFD for bytes that are no text by themselves.
  func text(_ span: Range<Int>) -> String { String(decoding: bytes[span], as: UTF8.self) }

  private static func spans(
    of ids: [Int32], in bytes: [UInt8], tokenizer: BytePairTokenizer
  ) -> [Range<Int>] {
    var position = 0
    return ids.map { id in
      let token = tokenizer.token(id) ?? []
      let isThere = bytes[position...].starts(with: token)
      let length = min(isThere ? token.count : max(0, token.count - 1), bytes.count - position)
      defer { position += length }
      return position..<position + length
    }
  }
}
