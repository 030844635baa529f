/// A token that is found in the text as a whole, before words are split and byte pairs merged.
public struct AddedToken: Sendable, Hashable {
  public var id: Int32
  /// The UTF-8 bytes of its text.
  public var content: [UInt8]
  /// Whether it is a control token like `<|endoftext|>`, which text from outside must not contain
  /// by accident: it is recognised only where special tokens are allowed.
  public var isSpecial: Bool

  public init(id: Int32, content: [UInt8], isSpecial: Bool) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
  }
}

/// Finds added tokens in text: the leftmost, and of several that begin there the longest.
struct AddedTokenMatcher: Sendable {
  private let tokens: [AddedToken]
  private var isFirstByte = [Bool](repeating: false, count: 256)

  /// - Parameter tokens: none of them empty.
  init(_ tokens: [AddedToken]) {
    self.tokens = tokens.sorted { $0.content.count > $1.content.count }
    for token in tokens { isFirstByte[Int(token.content[0])] = true }
  }

  var isEmpty: Bool { tokens.isEmpty }

  func firstMatch(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (range: Range<Int>, id: Int32)? {
    for index in start..<text.count where isFirstByte[Int(text[index])] {
      for token in tokens {
        let end = index + token.content.count
        if end <= text.count, text[index..<end].elementsEqual(token.content) {
          return (index..<end, token.id)
        }
      }
    }
    return nil
  }
}
