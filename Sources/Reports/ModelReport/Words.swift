import ClassificationMetrics

/// Numbers and lists as they stand in a sentence.
enum Words {
  /// "1,115".
  static func number(_ value: Int) -> String { PlainNumber.text(value) }

  /// "1 message", "2 messages".
  static func count(_ value: Int, _ noun: String) -> String {
    "\(number(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// "0.9312"; a threshold that nothing reaches is "more than 1".
  static func probability(_ value: Double) -> String {
    value > 1 ? "more than 1" : PlainNumber.text(value, decimals: 4)
  }

  /// "98.3 %".
  static func percent(_ share: Double) -> String { PlainNumber.percent(share, decimals: 1) }

  /// "98.3 % (97.1 to 99.0 %)".
  static func percent(_ estimate: Estimate) -> String {
    guard let value = estimate.value else { return "an undefined share" }
    guard let low = estimate.low, let high = estimate.high else { return percent(value) }
    return percent(value) + " (\(PlainNumber.text(100 * low, decimals: 1)) to \(percent(high)))"
  }

  /// "a", "a and b", "a, b and c".
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
