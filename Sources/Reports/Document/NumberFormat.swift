import ClassificationMetrics
import Foundation

/// Numbers as people read them. Every table, sentence and page has its numbers from here, so that the same number
/// has the same digits wherever it stands.
///
/// What an evaluation measured is written as the field writes it, from 0 to 1 with four decimals; a share of
/// messages is written in percent.
package enum NumberFormat {
  /// Stands where there is no value.
  static let missing = "–"
  /// Stands where a value is not defined.
  static let undefined = "undefined"

  /// How a value and the ends of its interval are written.
  enum Style: Sendable, Equatable {
    /// "0.9312": metrics, losses and indices.
    case metric
    /// "93.1 %": shares of messages.
    case percent
    /// "+0.0123": differences of metrics.
    case difference

    func text(_ value: Double) -> String {
      switch self {
      case .metric: decimals(value, 4)
      case .percent: NumberFormat.percent(value)
      case .difference: signed(value, 4)
      }
    }
  }

  /// The value alone; "undefined" where there is none.
  static func value(_ estimate: Estimate, _ style: Style = .metric) -> String {
    estimate.value.map(style.text) ?? undefined
  }

  /// "0.9845–0.9957"; nil where there is no interval, or no value that it could be of.
  static func interval(_ estimate: Estimate, _ style: Style = .metric) -> String? {
    guard estimate.value != nil, let low = estimate.low, let high = estimate.high else {
      return nil
    }
    switch style {
    case .metric: return style.text(low) + "–" + style.text(high)
    case .percent: return percentDigits(low) + "–" + percent(high)
    // A dash between signs would be taken for one of them.
    case .difference: return style.text(low) + " to " + style.text(high)
    }
  }

  /// "0.9918 (0.9845–0.9957)": the value with its interval as far as there is one.
  static func text(_ estimate: Estimate, _ style: Style = .metric) -> String {
    value(estimate, style) + (interval(estimate, style).map { " (\($0))" } ?? "")
  }

  /// "0.9312", or a dash where there is no value.
  package static func metric(_ value: Double?) -> String {
    value.map(Style.metric.text) ?? missing
  }

  /// "97.7 %": one decimal, and more where they tell nearly all from all and hardly any from none.
  static func percent(_ share: Double) -> String {
    share.isFinite ? percentDigits(share) + " %" : undefined
  }

  /// "0.1 %", "100 %": as many decimals as needed, up to 6.
  static func exactPercent(_ share: Double) -> String { PlainNumber.percent(share) }

  /// "0.9312": four decimals, and more where they tell a probability from 0 or 1; "above 1" for a threshold that
  /// nothing reaches.
  static func probability(_ value: Double) -> String {
    guard value <= 1 else { return "above 1" }
    for places in 4...7 {
      let text = decimals(value, places)
      let rounded = Double(text) ?? value
      if !(rounded == 0 && value > 0) && !(rounded == 1 && value < 1) { return text }
    }
    return decimals(value, 7)
  }

  /// "< 0.0001", or four decimals.
  static func pValue(_ value: Double) -> String {
    value < 0.0001 ? "< 0.0001" : decimals(value, 4)
  }

  /// "1,115".
  package static func count(_ value: Int) -> String { PlainNumber.text(value) }

  /// "1 message", "1,115 messages".
  package static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    count(value) + " " + (value == 1 ? noun : plural ?? noun + "s")
  }

  /// "30.2 s".
  package static func seconds(_ value: Double) -> String { decimals(value, 1) + " s" }

  /// "300 MiB", rounded down.
  package static func mebibytes(_ bytes: Int64) -> String { count(Int(bytes >> 20)) + " MiB" }

  /// "0.9000": always as many decimals.
  package static func decimals(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }

  /// "+0.123": always as many decimals, with a sign.
  static func signed(_ value: Double, _ places: Int) -> String {
    String(format: "%+.\(places)f", value)
  }

  /// "0.0012", "1.3e-05": always as many significant digits.
  static func significant(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)g", value)
  }

  /// "1.50e+06": always as many decimals, with a power of ten.
  static func scientific(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)e", value)
  }

  /// "a", "a and b", "a, b and c".
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func percentDigits(_ share: Double) -> String {
    let percent = share * 100
    for places in 1...4 {
      let scale = pow(10, Double(places))
      let rounded = (percent * scale).rounded() / scale
      let hidesAll = rounded == 100 && percent < 100
      let hidesNone = rounded == 0 && percent != 0
      if !hidesAll && !hidesNone { return decimals(rounded, places) }
    }
    return decimals(percent, 4)
  }
}
