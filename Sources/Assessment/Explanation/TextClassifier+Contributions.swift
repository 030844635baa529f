import ClassifierModels
import GPT2

extension TextClassifier {
  /// Gradient × input of every token that is read, for many texts at once: what each adds to the logit of a class
  /// minus that of the most probable other, to first order. Costs about as much as classifying the texts
  /// four times.
  ///
  /// - Parameters:
  ///   - texts: Explained one by one.
  ///   - classes: For each text the index of the class that contributions above 0 speak for; nil for the
  ///     most probable one.
  ///   - longText: As in `classify`: tokens that are not read have no contribution.
  ///   - keepsText: Whether the tokens' own texts are among the result.
  ///   - places: Name the texts in errors; "text 1", "text 2", … when nil.
  /// - Returns: For each text its tokens, in the text's order. None for an empty text.
  /// - Throws: `ClassifierError.messageTooLong` when `longText` is `.error`.
  public func contributions(
    to texts: [String], classes: [Int]? = nil, longText: LongText = .truncate,
    keepsText: Bool = true, places: [String]? = nil
  ) throws -> [[TokenContribution]] {
    contributions(
      to: texts, as: try encode(texts, longText: longText, places: places), classes: classes,
      keepsText: keepsText)
  }

  /// Gradient × input of texts that have been encoded already.
  package func contributions(
    to texts: [String], as messages: [EncodedMessage], classes: [Int]? = nil, keepsText: Bool
  ) -> [[TokenContribution]] {
    let logits = logits(of: messages).doubleRows
    let texts = zip(texts, messages).map {
      TokenizedText($0, as: $1, tokenizer: encoder.tokenizer)
    }
    let differences = logits.enumerated().map { index, logits in
      let best = logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
      return LogitDifference(of: classes?[index] ?? best, in: logits)
    }
    return zip(texts, contributions(of: texts, to: differences)).map { text, contributions in
      zip(text.readTokens, contributions).map { token, contribution in
        let span = text.spans[token]
        return TokenContribution(
          start: span.lowerBound, end: span.upperBound, text: keepsText ? text.text(span) : nil,
          contribution: contribution)
      }
    }
  }

  /// Gradient × input, one number for each of the tokens that are read. Windows count equally, as they do in
  /// the answer.
  func contributions(
    of texts: [TokenizedText], to differences: [LogitDifference]
  ) -> [[Double]] {
    let windows = texts.flatMap(ids)
    let repeated = zip(texts, differences).flatMap { text, difference in
      Array(repeating: difference, count: text.windows.count)
    }
    var rest = opened.tokenContributions(of: windows, to: repeated)[...]
    return texts.map { text in
      text.windows.flatMap { window in
        // Padding comes last and is no part of the text.
        (rest.popFirst() ?? []).prefix(window.count).map { $0 / Double(text.windows.count) }
      }
    }
  }

  /// The windows of a text as the model reads them.
  func ids(of text: TokenizedText) -> [[Int32]] {
    text.windows.map { window in encoder.filled(window.map { text.ids[$0] }) }
  }

  /// Logits of token ids, (windows, K).
  func windowLogits(of windows: [[Int32]]) -> [[Double]] {
    classifier.logits(of: windows).doubleRows
  }
}
