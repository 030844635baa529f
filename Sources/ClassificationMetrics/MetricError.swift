import Files

/// Labels or scores that no metric can be computed from. Rows are counted from 1.
public enum MetricError: Error, Equatable, CustomStringConvertible {
  case noExamples
  case tooFewClasses(found: Int)
  case countMismatch(String, expected: Int, found: Int)
  case classOutOfRange(String, row: Int, found: Int, classes: Int)
  case notAProbability(row: Int, classIndex: Int, found: Double)
  case probabilitySum(row: Int, found: Double)
  case notFinite(String, row: Int, found: Double)
  case lossNotFinite(found: Double)
  case oneClassOnly(positives: Int, negatives: Int)
  case scoresOutOfRange(lowest: Double, highest: Double)
  case shareOutOfRange(found: Double)
  case costsOutOfRange(falsePositive: Double, falseNegative: Double)
  case confidenceOutOfRange(found: Double)
  case notAShare(String)
  case notCosts(String)

  public var description: String {
    switch self {
    case .noExamples:
      "There are no examples to evaluate. Give at least one labelled example."
    case .tooFewClasses(let found):
      "Metrics need at least 2 classes, found \(found). Name every class."
    case .countMismatch(let what, let expected, let found):
      "Expected \(expected) \(what), found \(found). Give one entry for every example."
    case .classOutOfRange(let what, let row, let found, let classes):
      "Row \(row): the \(what) is \(found), expected 0 to \(classes - 1). Check the label map."
    case .notAProbability(let row, let classIndex, let found):
      "Row \(row): the probability of class \(classIndex) is \(found), expected 0 to 1. "
        + "Give probabilities, not logits or percentages."
    case .probabilitySum(let row, let found):
      "Row \(row): the probabilities sum to \(found), expected 1. Give one softmax per row."
    case .notFinite(let what, let row, let found):
      "Row \(row): the \(what) is \(found), expected a finite number. Check the model's output."
    case .lossNotFinite(let found):
      "The loss is \(found), expected a finite number. Check the model's output."
    case .oneClassOnly(let positives, let negatives):
      "A threshold is chosen on examples of both classes, found \(positives) positive and \(negatives) "
        + "negative. Give validation data with both."
    case .scoresOutOfRange(let lowest, let highest):
      "The scores run from \(lowest) to \(highest), expected 0 to 1. "
        + "Give probabilities, not logits or percentages."
    case .shareOutOfRange(let found):
      "The share is \(found), expected 0 to 1. Write 0.001 or 0.1% for one in a thousand."
    case .costsOutOfRange(let falsePositive, let falseNegative):
      "The costs are \(falsePositive) and \(falseNegative), expected numbers of at least 0, one of them "
        + "above 0. Write fp=10,fn=1 if a false alarm is ten times as bad as a miss."
    case .confidenceOutOfRange(let found):
      "The confidence is \(found), expected at least 0.5 and below 1. Write 0.95 for 95 %."
    case .notAShare("1"):
      "'1' may mean 1 % or all of them. Write 1% or 100%."
    case .notAShare(let text):
      "'\(text)' is not a share. Write a percentage as 0.1%, or a number from 0 to 1 as 0.001."
    case .notCosts(let text):
      "'\(text)' does not give both costs. "
        + "Write fp=10,fn=1 if a false alarm is ten times as bad as a miss."
    }
  }

  /// Throws `noExamples`, `countMismatch` or `classOutOfRange` unless there are `count` ≥ 1
  /// entries, all of them classes in 0..<classes.
  static func check(
    _ what: String, _ entries: [Int], count: Int, classes: Int
  ) throws(MetricError) {
    guard count > 0 else { throw .noExamples }
    guard entries.count == count else {
      throw .countMismatch("entries of \(what)", expected: count, found: entries.count)
    }
    guard let bad = entries.firstIndex(where: { $0 < 0 || $0 >= classes }) else { return }
    throw .classOutOfRange(what, row: bad + 1, found: entries[bad], classes: classes)
  }
}

extension MetricError: ReportableError {
  package var exitClass: ExitClass { .input }
}
