/// What a user asked of an audit that it cannot do.
public enum AuditError: Error, Equatable, CustomStringConvertible {
  case unnamedPattern(String)
  case badPattern(String, reason: String)
  case slowPattern(String, seconds: Int)
  case falsePositiveRate(Double)
  case noNegatives

  public var description: String {
    switch self {
    case .unnamedPattern(let given):
      "`slice` '\(given)': give a name, = and a regular expression, such as prize=(?i)win|won."
    case .badPattern(let name, let reason):
      "`slice` \(name): not a regular expression: \(reason)"
    case .slowPattern(let name, let seconds):
      "`slice` \(name): no answer within \(seconds) seconds. Write it without repetitions inside repetitions, "
        + "such as (a+)+."
    case .falsePositiveRate(let rate):
      "The false-positive rate is \(rate); give a value from 0 to below 1, or a percentage."
    case .noNegatives:
      "There is no negative message, so that no threshold can hold a false-positive rate. Give some, or leave "
        + "the rate out."
    }
  }
}
