/// Labels or scores that no metric can be computed from. Rows are counted from 1.
public enum MetricError: Error, Equatable, CustomStringConvertible {
  case noExamples
  case tooFewClasses(found: Int)
  case countMismatch(String, expected: Int, found: Int)
  case classOutOfRange(String, row: Int, found: Int, classes: Int)
  case positiveClassOutOfRange(found: Int, classes: Int)
  case notAProbability(row: Int, classIndex: Int, found: Double)
  case probabilitySum(row: Int, found: Double)
  case notFinite(String, row: Int, found: Double)
  case lossNotFinite(found: Double)

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
    case .positiveClassOutOfRange(let found, let classes):
      "The positive class is \(found), expected 0 to \(classes - 1). Check the label map."
    case .notAProbability(let row, let classIndex, let found):
      "Row \(row): the probability of class \(classIndex) is \(found), expected 0 to 1. "
        + "Give probabilities, not logits or percentages."
    case .probabilitySum(let row, let found):
      "Row \(row): the probabilities sum to \(found), expected 1. Give one softmax per row."
    case .notFinite(let what, let row, let found):
      "Row \(row): the \(what) is \(found), expected a finite number. Check the model's output."
    case .lossNotFinite(let found):
      "The loss is \(found), expected a finite number. Check the model's output."
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
