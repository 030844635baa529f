import Foundation
import GPT2Kernels

/// How far a lower precision moved the answers to messages that training did not see.
public struct PrecisionCheck: Sendable, Equatable, Codable {
  /// Of the products with frozen weights.
  public let precision: Precision
  public let messages: Int
  /// The largest difference from float32 of any class's probability.
  public let maximumDifference: Double

  /// What `auto` puts up with.
  public static let limit = 0.005
  /// Messages that are compared, where there are as many.
  package static let sampleSize = 32

  /// - Parameters:
  ///   - logits: (messages, K), with frozen weights in `precision`.
  ///   - exact: (messages, K), in float32.
  package init(_ precision: Precision, logits: Matrix, exact: Matrix) {
    self.init(
      precision, probabilities: GPT2Kernels.probabilities(ofLogits: logits),
      exact: GPT2Kernels.probabilities(ofLogits: exact))
  }

  /// - Parameters:
  ///   - probabilities: (messages, K), with frozen weights in `precision`.
  ///   - exact: (messages, K), in float32.
  package init(_ precision: Precision, probabilities: [[Double]], exact: [[Double]]) {
    self.precision = precision
    messages = probabilities.count
    // A NaN on either side must not pass for a small difference: it is as large as they get.
    maximumDifference = zip(probabilities.joined(), exact.joined()).reduce(0) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return max(largest, difference.isNaN ? 1 : difference)
    }
  }

  /// Whether `auto` may use the precision.
  package var isWithinLimit: Bool { maximumDifference <= Self.limit }

  public var sentence: String {
    let difference = String(format: "%.2g", maximumDifference)
    return
      "\(precision.rawValue) for frozen weights: probabilities of \(messages) held-out messages "
      + "differ from float32's by \(difference) at most"
  }
}
