/// What is looked at in every message of both sides.
public struct DriftFeature: Sendable {
  public enum Samples: Sendable {
    /// A finite number per message, compared in deciles of the reference.
    case numbers(reference: [Double], current: [Double])
    /// Whether a message has something.
    case flags(reference: [Bool], current: [Bool])
    /// The categories that occur in a message, each as often as it does; at least one.
    case categories(reference: [[Int]], current: [[Int]])
  }

  /// "score", "length", "token frequencies".
  public let name: String
  public let samples: Samples

  /// - Precondition: Neither side is empty.
  public init(_ name: String, _ samples: Samples) {
    self.name = name
    self.samples = samples
  }
}
