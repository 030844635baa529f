import ClassificationMetrics
import Testing

/// A number that JSON may spell "inf".
struct Threshold: Decodable {
  let value: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      value = try #require(Double(text))
    } else {
      value = try container.decode(Double.self)
    }
  }
}

/// Equal to 1e-12 of the expected value, or both undefined. The absolute floor is the rounding
/// noise of one addition at 1.
func expectClose(
  _ found: Double?, _ expected: Double?, _ what: @autoclosure () -> String = "",
  relative: Double = 1e-12, location: SourceLocation = #_sourceLocation
) {
  guard let found, let expected else {
    #expect(found == nil && expected == nil, "\(what())", sourceLocation: location)
    return
  }
  let isClose =
    found == expected || abs(found - expected) <= max(relative * abs(expected), 4e-16)
  #expect(
    isClose, "\(what()): found \(found), expected \(expected)", sourceLocation: location)
}

func expectClose(
  _ found: [Double?], _ expected: [Double?], _ what: @autoclosure () -> String = "",
  location: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(what())", sourceLocation: location)
  for (index, pair) in zip(found, expected).enumerated() {
    expectClose(pair.0, pair.1, "\(what())[\(index)]", location: location)
  }
}

/// Agreement with scikit-learn where 0/0 is 0 (`zero_division=0`), or with a metric that is undefined there too:
/// here either has no value, but a reason.
///
/// An average to which an undefined class contributed 0 is undefined here, so that its value is not compared;
/// `ConfusionMatrix.macro(zeroDivision:)` and `weighted(zeroDivision:)` are.
func expectAgrees(
  _ found: Estimate, withZeroDivision expected: Double?, _ what: @autoclosure () -> String,
  location: SourceLocation = #_sourceLocation
) {
  guard let value = found.value else {
    #expect(found.undefinedReason != nil, "\(what())", sourceLocation: location)
    return
  }
  expectClose(value, expected, what(), location: location)
}
