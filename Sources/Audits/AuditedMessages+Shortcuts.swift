import Baselines
import ClassificationMetrics

extension AuditedMessages {
  /// How far rules of one feature get on these messages, and what the model makes of them without such
  /// features. Each rule is turned the way that is right more often here, which flatters it a little.
  ///
  /// - Parameter score: The model's probabilities, K for each of the texts given; asked for the texts that
  ///   masking has changed.
  /// - Returns: Nil where there are no two classes of which one is positive.
  public func shortcuts(
    score: ([String]) throws -> [[Double]]
  ) rethrows -> ShortcutAudit? {
    guard let positive = positiveOfTwo else { return nil }
    let whole = whole
    return ShortcutAudit(
      rules: rules(positive: positive), accuracy: whole.accuracy, mcc: whole.mcc,
      masked: try TextMask.allCases.map { try masked($0, positive: positive, score: score) })
  }

  /// By Matthews correlation, then accuracy, then in the order of the conditions.
  private func rules(positive: Int) -> [ShortcutAudit.Rule] {
    let traits = texts.map { TextTraits($0) }
    let rules = TextCondition.handMade.map { condition in
      let holds = traits.map { condition.holds($0, words: []) }
      let matches = zip(labels, holds).count { ($0 == positive) == $1 }
      let isReversed = 2 * matches < texts.count
      var tally = Tally(positiveClass: positive)
      for (label, holds) in zip(labels, holds) {
        tally.add(truth: label, answer: holds != isReversed ? positive : 1 - positive)
      }
      return ShortcutAudit.Rule(
        name: "\(condition)", isReversed: isReversed, accuracy: tally.accuracy, mcc: tally.mcc)
    }
    return rules.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.mcc != b.mcc { return a.mcc > b.mcc }
      let (x, y) = (a.accuracy.value ?? 0, b.accuracy.value ?? 0)
      return x != y ? x > y : left.offset < right.offset
    }.map(\.element)
  }

  private func masked(
    _ mask: TextMask, positive: Int, score: ([String]) throws -> [[Double]]
  ) rethrows -> ShortcutAudit.Masked {
    let variants = texts.map { mask.apply(to: $0) }
    let changed = texts.indices.filter { !variants[$0].utf8.elementsEqual(texts[$0].utf8) }
    var masked = answers
    if !changed.isEmpty {
      for (index, probabilities) in zip(changed, try score(changed.map { variants[$0] })) {
        masked[index] = answer(probabilities)
      }
    }
    var tally = Tally(positiveClass: positive)
    for (label, answer) in zip(labels, masked) { tally.add(truth: label, answer: answer) }
    return ShortcutAudit.Masked(
      name: mask.rawValue, changed: changed.count,
      flipped: zip(answers, masked).count { $0 != $1 }, accuracy: tally.accuracy,
      recall: tally.recall, falsePositiveRate: tally.falsePositiveRate)
  }
}
