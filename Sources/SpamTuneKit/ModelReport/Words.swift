import ClassificationMetrics
import Foundation

/// Numbers and lists as they stand in a sentence.
enum Words {
  /// "1,115".
  static func number(_ value: Int) -> String {
    var digits = "\(value.magnitude)"[...]
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// "1 message", "2 messages".
  static func count(_ value: Int, _ noun: String) -> String {
    "\(number(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// "0.9312"; a threshold that nothing reaches is "more than 1".
  static func probability(_ value: Double) -> String {
    value > 1 ? "more than 1" : String(format: "%.4f", value)
  }

  /// "98.3 %".
  static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  /// "98.3 % (97.1 to 99.0 %)".
  static func percent(_ estimate: Estimate) -> String {
    guard let value = estimate.value else { return "an undefined share" }
    guard let low = estimate.low, let high = estimate.high else { return percent(value) }
    return percent(value) + String(format: " (%.1f to %.1f %%)", 100 * low, 100 * high)
  }

  /// "a", "a and b", "a, b and c".
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
