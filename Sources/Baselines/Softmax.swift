#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

enum Softmax {
  /// exp(score) / Σ exp(score). A score may be −∞, which is the probability 0, but not all may.
  static func probabilities(of scores: [Double]) -> [Double] {
    let top = scores.reduce(-Double.infinity, max)
    let weights = scores.map { exp($0 - top) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
