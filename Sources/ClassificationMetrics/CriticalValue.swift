#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two-sided critical values: the c for which P(|X| ≤ c) is the confidence.
///
/// Both invert the distribution function by bisection down to neighbouring floating-point
/// numbers: a few microseconds, and no table of coefficients to get wrong.
package enum CriticalValue {
  /// Critical value of the standard normal distribution, P(|X| > c) = erfc(c / √2).
  ///
  /// - Parameter confidence: strictly between 0 and 1.
  package static func normal(confidence: Double) -> Double {
    precondition(confidence > 0 && confidence < 1, "confidence \(confidence) is not within 0...1")
    let tail = 1 - confidence
    return bisect(0...40) { erfc($0 / 2.0.squareRoot()) > tail }
  }

  /// Critical value of Student's t distribution.
  ///
  /// With θ = atan(t / √ν) and a whole ν, P(|T| ≤ t) is a finite sum in sin θ and cos θ.
  /// Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.7.3 and 26.7.4.
  ///
  /// - Parameters:
  ///   - confidence: strictly between 0 and 1.
  ///   - degreesOfFreedom: ν ≥ 1; one evaluation costs O(ν).
  package static func studentT(confidence: Double, degreesOfFreedom: Int) -> Double {
    precondition(confidence > 0 && confidence < 1, "confidence \(confidence) is not within 0...1")
    precondition(degreesOfFreedom >= 1, "\(degreesOfFreedom) degrees of freedom")
    let angle = bisect(0...(Double.pi / 2)) {
      centralProbability(angle: $0, degreesOfFreedom: degreesOfFreedom) < confidence
    }
    return Double(degreesOfFreedom).squareRoot() * tan(angle)
  }

  private static func centralProbability(angle: Double, degreesOfFreedom: Int) -> Double {
    let isOdd = !degreesOfFreedom.isMultiple(of: 2)
    let cosine = cos(angle)
    // Terms cosᵏ θ · (products of even over odd numbers, or the reverse), k rising by 2.
    var term = isOdd ? cosine : 1
    var sum = 0.0
    for k in stride(from: isOdd ? 1 : 0, through: degreesOfFreedom - 2, by: 2) {
      sum += term
      term *= cosine * cosine * Double(k + 1) / Double(k + 2)
    }
    return isOdd ? (angle + sin(angle) * sum) * 2 / .pi : sin(angle) * sum
  }
}

/// The point of `range` where `isBelow` turns from true to false.
func bisect(_ range: ClosedRange<Double>, isBelow: (Double) -> Bool) -> Double {
  var low = range.lowerBound
  var high = range.upperBound
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { return middle }
    if isBelow(middle) { low = middle } else { high = middle }
  }
}
