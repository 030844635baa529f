import Foundation
import GPT2Kernels

/// The formulas of a transformer as they stand in the papers: plain loops over doubles, nothing
/// fused, nothing skipped, nothing shared with the kernels. Gradients are taken of these by finite
/// differences.
public enum Naive {
  /// The rows of a matrix.
  public typealias Rows = [[Double]]

  /// (M, K)·(K, N).
  public static func product(_ a: Rows, _ b: Rows) -> Rows {
    a.map { row in
      var sums = [Double](repeating: 0, count: b.first?.count ?? 0)
      for (x, other) in zip(row, b) {
        for column in other.indices { sums[column] += x * other[column] }
      }
      return sums
    }
  }

  public static func transposed(_ a: Rows) -> Rows {
    (a.first ?? []).indices.map { column in a.map { $0[column] } }
  }

  /// x·W + b in every row.
  public static func affine(_ x: Rows, weight: Rows, bias: [Double]) -> Rows {
    product(x, weight).map { sum($0, bias) }
  }

  public static func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(+) }

  public static func dot(_ a: Rows, _ b: Rows) -> Double {
    zip(a.joined(), b.joined()).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// (x − mean) / √(variance + epsilon) · gain + bias.
  public static func layerNorm(
    _ x: [Double], gain: [Double], bias: [Double], epsilon: Double
  ) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.indices.map {
      (x[$0] - mean) / (variance + epsilon).squareRoot() * gain[$0] + bias[$0]
    }
  }

  public static func activation(_ kind: Activation, _ x: Double) -> Double {
    switch kind {
    case .tanhGELU: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .exactGELU: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .relu: max(x, 0)
    }
  }

  public static func softmax(_ x: [Double]) -> [Double] {
    let largest = x.max() ?? 0
    let exponentials = x.map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// The factor on one attention probability: 1, or what dropout makes of it.
  public typealias ProbabilityFactor = (_ message: Int, _ head: Int, _ query: Int, _ key: Int) ->
    Double

  /// Multi-head attention within each message. The factor's query and key are positions in the
  /// message.
  public static func attention(
    q: Rows, k: Rows, v: Rows, layout: AttentionLayout, heads: Int, scale: Double, isCausal: Bool,
    factor: ProbabilityFactor = { _, _, _, _ in 1 }
  ) -> Rows {
    let size = (q.first?.count ?? 0) / heads
    var out = q.map { _ in [Double](repeating: 0, count: size * heads) }
    for (message, segment) in layout.segments.enumerated() {
      for (offset, row) in segment.queries.enumerated() {
        let position = segment.firstPosition + offset
        let visible = segment.keys.prefix(isCausal ? position + 1 : segment.keys.count)
        for head in 0..<heads {
          let channels = head * size..<(head + 1) * size
          let scores = visible.map { key in
            scale * channels.reduce(0) { $0 + q[row][$1] * k[key][$1] }
          }
          for (key, probability) in softmax(scores).enumerated() {
            let weight = probability * factor(message, head, position, key)
            for channel in channels {
              out[row][channel] += weight * v[visible[visible.startIndex + key]][channel]
            }
          }
        }
      }
    }
    return out
  }

  /// Mean of −Σₖ w[k]·q[k]·log p[k] over the messages, weighted by the weights of their labels; q
  /// is the label, a share `smoothing` of it spread over all classes.
  public static func crossEntropy(
    _ logits: Rows, labels: [Int], weights: [Double]? = nil, smoothing: Double = 0
  ) -> Double {
    var loss = 0.0
    var weight = 0.0
    for (row, label) in zip(logits, labels) {
      for (k, probability) in softmax(row).enumerated() {
        let target = (k == label ? 1 - smoothing : 0) + smoothing / Double(row.count)
        loss -= (weights?[k] ?? 1) * target * log(probability)
      }
      weight += weights?[label] ?? 1
    }
    return loss / weight
  }
}
