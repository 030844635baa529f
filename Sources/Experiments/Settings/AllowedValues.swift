import Files

/// A setting with a value that it cannot have, or that does not go with the others. Sentences have settings
/// between backticks, by the names that a person gives them by.
public enum SettingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `allowed` follows on "give", for example "a number above 0".
  case outOfRange(_ setting: String, value: String, allowed: String)
  /// The whole sentence.
  case unsuitable(String)

  public var description: String {
    switch self {
    case .outOfRange(let setting, let value, let allowed):
      "`\(setting)` is \(value); give \(allowed)."
    case .unsuitable(let sentence): sentence
    }
  }
}

extension SettingError: ReportableError {
  package var exitClass: ExitClass { .usage }
}

/// Which values a setting may have, and how a person is told.
public struct AllowedValues<Value>: Sendable {
  /// Follows on "give", for example "a number above 0".
  let sentence: String
  private let contain: @Sendable (Value) -> Bool

  /// - Parameters:
  ///   - sentence: Follows on "give".
  ///   - contain: Whether a value is one of them.
  public init(_ sentence: String, contain: @escaping @Sendable (Value) -> Bool) {
    self.sentence = sentence
    self.contain = contain
  }

  /// Whatever the type holds.
  public static var all: AllowedValues { AllowedValues("another value") { _ in true } }

  /// - Throws: `SettingError.outOfRange`.
  func check(_ value: Value, of setting: String) throws(SettingError) {
    guard contain(value) else {
      throw .outOfRange(setting, value: "\(value)", allowed: sentence)
    }
  }
}

extension AllowedValues where Value == Int {
  public static func within(_ range: ClosedRange<Int>) -> AllowedValues {
    AllowedValues("\(range.lowerBound) to \(range.upperBound)", contain: range.contains)
  }

  /// A number of things of which there is at least one. A bound far above any use keeps products of counts from
  /// overflowing.
  public static var count: AllowedValues { within(1...1_000_000) }

  public static var notNegative: AllowedValues { AllowedValues("0 or more") { $0 >= 0 } }
}

extension AllowedValues where Value == Double {
  public static var positive: AllowedValues {
    AllowedValues("a number above 0") { $0 > 0 && $0.isFinite }
  }

  public static var notNegative: AllowedValues {
    AllowedValues("0 or more") { $0 >= 0 && $0.isFinite }
  }

  /// A share that is never the whole.
  public static var share: AllowedValues {
    AllowedValues("0 up to, not including, 1", contain: (0..<1).contains)
  }

  /// - Parameter sentence: How the range is written; nil for "0 to 1".
  public static func within(
    _ range: ClosedRange<Double>, _ sentence: String? = nil
  ) -> AllowedValues {
    AllowedValues(
      sentence ?? "\(text(range.lowerBound)) to \(text(range.upperBound))", contain: range.contains)
  }

  private static func text(_ bound: Double) -> String {
    Int(exactly: bound).map(String.init) ?? "\(bound)"
  }
}
