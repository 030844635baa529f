import Foundation

/// Numbers in sentences.
package enum PlainNumber {
  /// "0.1 %", "97.5 %", "100 %": as many decimals as needed, up to 6.
  package static func percent(_ share: Double) -> String { text(share * 100) + " %" }

  /// "98.3 %", "100.0 %": always as many decimals.
  package static func percent(_ share: Double, decimals: Int) -> String {
    text(share * 100, decimals: decimals) + " %"
  }

  /// An upper bound of a rate of errors, rounded up to two digits so that it is never told as smaller
  /// than it is: "6.1 %".
  static func errorBound(_ share: Double) -> String { text(roundedUp(share * 100)) + " %" }

  /// A lower bound of a rate of success, rounded down as far as the error is rounded up: "93.9 %".
  static func successBound(_ share: Double) -> String {
    text(100 - roundedUp((1 - share) * 100)) + " %"
  }

  /// "2,995".
  package static func text(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    let grouped = digits.indices.reduce(into: "") { text, index in
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digits[index])
    }
    return count < 0 ? "-" + grouped : grouped
  }

  /// "0.9000": always as many decimals.
  package static func text(_ value: Double, decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }

  /// Up to 6 decimals, without zeros at the end.
  package static func text(_ value: Double) -> String {
    guard value.magnitude < 1e9 else { return "\(value)" }
    let millionths = Int((value.magnitude * 1e6).rounded())
    let decimals = String(String(1_000_000 + millionths % 1_000_000).dropFirst())
    let kept = String(decimals.reversed().drop { $0 == "0" }.reversed())
    return (value < 0 && millionths > 0 ? "-" : "") + text(millionths / 1_000_000)
      + (kept.isEmpty ? "" : "." + kept)
  }

  private static func roundedUp(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let unit = pow(10, log10(value).rounded(.down) - 1)
    // A value that is a whole number of units but for rounding stays as it is.
    return min(100, (value / unit - 1e-9).rounded(.up) * unit)
  }
}
