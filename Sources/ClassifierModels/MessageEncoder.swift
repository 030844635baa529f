import GPT2
import GPT2Tokenizer

/// What becomes of a text with more tokens than the model reads.
public enum LongText: String, Sendable, CaseIterable, Codable {
  /// The first tokens are read.
  case truncate
  /// The first and the last tokens are read, half of each.
  case headTail = "head-tail"
  /// All of it is read, piece by piece, and the logits are averaged.
  case windows
  /// It is refused.
  case error
}

/// A text as a model reads it.
public struct EncodedMessage: Sendable, Equatable {
  /// Ids of the whole text.
  package let ids: [Int32]
  /// The tokens that each window holds, as runs of indices in the text's order.
  package let runs: [[Range<Int>]]
  /// What the model reads: one list of ids, or several for a long text read in windows.
  public let windows: [[Int32]]
  /// Whether part of the text was left out.
  public let isTruncated: Bool

  /// Tokens of the whole text.
  public var tokenCount: Int { ids.count }
}

/// Turns texts into the token ids that a classifier reads.
public struct MessageEncoder: Sendable {
  package let tokenizer: BytePairTokenizer
  private let contextLength: Int
  /// What an empty text becomes, and what fills up a padded one.
  private let padToken: Int32
  /// The length that every message is cut or padded to; nil for as long as it is.
  private let paddedLength: Int?

  /// - Parameters:
  ///   - tokenizer: The model's.
  ///   - configuration: The model's.
  ///   - paddedLength: For pooling that reads the padding; at most the context length.
  public init(
    tokenizer: BytePairTokenizer, configuration: GPT2Configuration, paddedLength: Int? = nil
  ) {
    self.tokenizer = tokenizer
    self.paddedLength = paddedLength
    contextLength = paddedLength ?? configuration.contextLength
    padToken = configuration.padToken ?? configuration.endOfTextToken ?? tokenizer.endOfText ?? 0
  }

  /// - Parameters:
  ///   - text: Read as plain text; special tokens in it are not special.
  ///   - place: Names the text in an error, such as "line 7".
  /// - Throws: `ClassifierError.messageTooLong` when `longText` is `.error` and the text is too long.
  public func encode(
    _ text: String, longText: LongText = .truncate, place: @autoclosure () -> String = "the text"
  ) throws(ClassifierError) -> EncodedMessage {
    let ids = tokenizer.encode(text)
    let runs = try runs(ofTokens: ids.count, longText: longText, place: place())
    return EncodedMessage(
      ids: ids, runs: runs, windows: runs.map { runs in filled(runs.flatMap { ids[$0] }) },
      isTruncated: ids.count > contextLength && longText != .windows)
  }

  /// Which tokens of a text each window holds, as runs in the text's order.
  private func runs(
    ofTokens count: Int, longText: LongText, place: @autoclosure () -> String
  ) throws(ClassifierError) -> [[Range<Int>]] {
    guard count > contextLength else { return [[0..<count]] }
    switch longText {
    case .truncate: return [[0..<contextLength]]
    case .headTail:
      let head = (contextLength + 1) / 2
      return [[0..<head, count - (contextLength - head)..<count]]
    case .windows:
      return stride(from: 0, to: count, by: contextLength).map {
        [$0..<min($0 + contextLength, count)]
      }
    case .error:
      throw .messageTooLong(place: place(), tokens: count, limit: contextLength)
    }
  }

  /// A model needs at least one token to look at: an empty text is read as one end-of-text token,
  /// the row of padding that Hugging Face's classifier would see.
  package func filled(_ ids: [Int32]) -> [Int32] {
    let length = paddedLength ?? max(1, ids.count)
    return ids + Array(repeating: padToken, count: max(0, length - ids.count))
  }
}
