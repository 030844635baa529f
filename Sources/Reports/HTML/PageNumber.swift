import ClassificationMetrics
import Foundation

/// Numbers as the page shows them. The page's script writes shares in the same way.
package enum PageNumber {
  /// U+202F, a narrow space at which no line is broken.
  package static let space = "\u{202F}"

  package enum Style {
    case percent, decimal

    func text(_ value: Double?) -> String {
      self == .percent ? PageNumber.percent(value) : PageNumber.decimal(value)
    }

    /// "undefined" where the value stands on nothing.
    func text(_ estimate: Estimate) -> String { text(estimate.value) }
  }

  /// One decimal, and more where they tell nearly all from all and hardly any from none.
  package static func percent(_ share: Double?) -> String {
    share.flatMap(percentDigits).map { $0 + space + "%" } ?? "undefined"
  }

  /// Three decimals, and two significant digits below that.
  package static func decimal(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "undefined" }
    let size = abs(value)
    let text: String
    switch size {
    case 0: text = "0"
    case ..<1e-4: text = String(format: "%.1e", size)
    case ..<0.01: text = String(format: "%.4f", size)
    default: text = String(format: "%.3f", size)
    }
    return value < 0 ? "−" + text : text
  }

  /// With a sign in front of either kind.
  package static func signed(_ value: Double) -> String {
    value > 0 ? "+" + decimal(value) : decimal(value)
  }

  /// With a comma between thousands.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return value < 0 ? "−" + text : text
  }

  /// "3 messages", "1 message".
  package static func count(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
    count(value) + " " + (value == 1 ? singular : plural ?? singular + "s")
  }

  /// "95.1–98.9 %"; nil where there is no interval, or no value that it could be of.
  package static func interval(_ estimate: Estimate, as style: Style) -> String? {
    guard estimate.value != nil, let low = estimate.low, let high = estimate.high else {
      return nil
    }
    guard style == .percent else { return decimal(low) + "–" + decimal(high) }
    return (percentDigits(low) ?? "?") + "–" + percent(high)
  }

  private static func percentDigits(_ share: Double) -> String? {
    guard share.isFinite else { return nil }
    let percent = share * 100
    var text = ""
    for decimals in 1...4 {
      let scale = pow(10, Double(decimals))
      let rounded = (abs(percent) * scale).rounded() / scale
      text = String(format: "%.\(decimals)f", rounded)
      let hidesAll = rounded == 100 && percent < 100
      let hidesNone = rounded == 0 && percent != 0
      if !hidesAll && !hidesNone { break }
    }
    return percent < 0 ? "−" + text : text
  }
}
