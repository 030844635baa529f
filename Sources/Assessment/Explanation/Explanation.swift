import ClassifierModels
import GPT2

/// Why a model answers a text as it does, as far as deletions and gradients can tell.
public struct Explanation: Sendable {
  /// A token that was read.
  public struct Token: Sendable, Equatable {
    /// Where it lies in the text, in bytes of UTF-8.
    public let span: Range<Int>
    /// Its own text, with U+FFFD for bytes that are no text by themselves.
    public let text: String
    /// Both in logits: above 0 speaks for the class that was answered, below against it.
    public let gradientTimesInput: Double
    public let leaveOneOut: Double
  }

  public let answer: Classification
  /// What contributions above 0 speak for: the answer, or the most probable class where there is none.
  public let explainedClass: String
  /// The most probable other class.
  public let rival: String
  /// Logit of the class minus that of its rival: what the contributions are parts of.
  public let logitDifference: Double
  public let tokens: [Token]
  /// What was left out at a time: "token", or "stretch of words" in long texts.
  public let leftOutUnit: String
  /// The bytes that were read, as few runs.
  public let readBytes: [Range<Int>]
  public let deletion: DeletionSearchResult
  /// Of the messages that the model was trained on, where someone asked for them.
  public var nearest: NearestMessages?

  /// What the two numbers are, for people.
  public static let gradientTimesInputMeaning =
    "gradient × input: what the token's embedding adds to the difference of logits, to first order"
  public static let leaveOneOutMeaning =
    "leave-one-out: how far the difference of logits drops when the token is deleted and the rest read again"
}

extension TextClassifier {
  /// Explains one answer. Costs a few classifications for each token of the text.
  ///
  /// - Parameters:
  ///   - longText: As in `classify`: what was not read is not explained.
  ///   - place: Names the text in an error.
  /// - Throws: `ClassifierError.messageTooLong` when `longText` is `.error`.
  public func explanation(
    of text: String, longText: LongText = .truncate, place: String = "the text"
  ) throws -> Explanation {
    let message = try encoder.encode(text, longText: longText, place: place)
    let answer = classify([text], as: [message])[0]
    let probable = answer.logits.indices.reduce(0) {
      answer.logits[$1] > answer.logits[$0] ? $1 : $0
    }
    let difference = LogitDifference(
      of: classes.index(of: answer.label) ?? probable, in: answer.logits)
    let tokenized = TokenizedText(text, as: message, tokenizer: encoder.tokenizer)
    let gradients = contributions(of: [tokenized], to: [difference])[0]
    let leftOut = LeaveOneOut(of: tokenized, to: difference, by: self)
    let tokens = tokenized.readTokens.enumerated().map { index, token in
      Explanation.Token(
        span: tokenized.spans[token], text: tokenized.text(tokenized.spans[token]),
        gradientTimesInput: gradients[index], leaveOneOut: leftOut.contributions[index])
    }
    let deletable = DeletableText(tokenized)
    let search = DeletionSearch(
      classifier: self, text: deletable, answer: answer, difference: difference,
      // What is left of a text may have a token more, and is no reason to stop.
      longText: longText == .error ? .truncate : longText, weights: deletable.weights(tokens),
      tokenCount: ids(of: tokenized).reduce(0) { $0 + $1.count })
    return Explanation(
      answer: answer, explainedClass: classes.names[difference.target],
      rival: classes.names[difference.rival],
      logitDifference: difference.value(in: answer.logits), tokens: tokens,
      leftOutUnit: leftOut.unit.rawValue, readBytes: tokenized.readBytes,
      deletion: try search.result())
  }
}

extension DeletableText {
  /// For each piece what its tokens contribute when they are left out.
  fileprivate func weights(_ tokens: [Explanation.Token]) -> [Double] {
    var weights = [Double](repeating: 0, count: pieces.count)
    var piece = 0
    for token in tokens {
      // Both are in order, and a token ends in the last piece that it reaches into.
      while piece + 1 < pieces.count, pieces[piece + 1].lowerBound < token.span.upperBound {
        piece += 1
      }
      if piece < pieces.count { weights[piece] += token.leaveOneOut }
    }
    return weights
  }
}
