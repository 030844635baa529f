extension ThresholdChoice {
  /// Why the validation data cannot promise what was asked for, or that the threshold lets nothing through;
  /// nil where there is nothing to warn of.
  ///
  /// - Parameters:
  ///   - positive: Name of the positive class.
  ///   - negative: Name of the other.
  public func warning(positive: String, negative: String) -> String? {
    let parts = [
      missingPromise(positive: positive, negative: negative),
      confusionMatrix.predictedCount(1) == 0
        ? "At this threshold no validation message counts as \(positive)." : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private func missingPromise(positive: String, negative: String) -> String? {
    guard !isPromised, let asked = criterion.promisedShare else { return nil }
    switch criterion {
    case .maxFalsePositiveRate:
      return tooFew(
        confusionMatrix.support(0), "\(negative) messages", without: "no false alarm", asked)
    case .maxFalseNegativeRate:
      return tooFew(
        confusionMatrix.support(1), "\(positive) messages", without: "no missed one", asked)
    case .minPrecision:
      return missingPrecision(asked, positive: positive)
    case .cost, .bestF1, .bestMCC:
      return nil
    }
  }

  private func tooFew(
    _ count: Int, _ messages: String, without mistakes: String, _ asked: Double
  ) -> String {
    let best = ClopperPearsonBound.upper(0, of: count, confidence: confidence)
    return "With \(PlainNumber.text(count)) \(messages) even \(mistakes) promises only "
      + "\(PlainNumber.errorBound(best)), not \(PlainNumber.percent(asked)); \(needed)."
  }

  private func missingPrecision(_ asked: Double, positive: String) -> String {
    let asked = PlainNumber.percent(asked)
    let count = confusionMatrix.predictedCount(1)
    guard let bound else {
      return "No threshold has a precision of \(asked) on the validation messages."
    }
    if let examplesNeeded, count >= examplesNeeded {
      return "The \(PlainNumber.text(count)) messages that count as \(positive), "
        + "\(PlainNumber.text(confusionMatrix.oneVersusRest(1).falsePositives)) of them wrongly, promise only a "
        + "precision of \(PlainNumber.successBound(bound)), not \(asked)."
    }
    let best = ClopperPearsonBound.lower(count, of: count, confidence: confidence)
    return
      "With \(PlainNumber.text(count)) messages that count as \(positive) even no false alarm among "
      + "them promises only a precision of \(PlainNumber.successBound(best)), not \(asked); \(needed)."
  }

  private var needed: String {
    examplesNeeded.map { "\(PlainNumber.text($0)) are needed" } ?? "no number of them is enough"
  }
}
