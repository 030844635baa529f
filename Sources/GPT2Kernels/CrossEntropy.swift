import CVectorLoops

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Softmax cross-entropy of class labels, with optional class weights and label smoothing, as
/// `torch.nn.functional.cross_entropy` computes it; or, focused on the messages that are still wrong,
/// the focal loss.
///
///     loss of m = −Σₖ q[k]·log p[k],  q[k] = w[k]·((1 − s)·[k = label] + s / K)
///     focal     = −w[label]·(1 − p[label])^γ·log p[label]
///     mean      = Σ losses / Σ w[label]
///
/// Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3; Szegedy et al.,
/// "Rethinking the inception architecture" (CVPR 2016), section 7; Lin et al., "Focal loss for dense object
/// detection" (ICCV 2017), equation 5.
public struct CrossEntropy: Sendable, Equatable {
  /// One weight per class, nil for 1 everywhere.
  public var classWeights: [Double]?
  /// Share s of the target spread evenly over all classes, 0 up to but not including 1.
  public var labelSmoothing: Double
  /// γ, at least 0; 0 for plain cross-entropy. Goes without label smoothing.
  public var focusing: Double

  public init(classWeights: [Double]? = nil, labelSmoothing: Double = 0, focusing: Double = 0) {
    precondition(focusing == 0 || labelSmoothing == 0, "focal loss with label smoothing")
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.focusing = focusing
  }

  /// The sum of the losses of some messages, and the weight to divide it by.
  public struct Total: Sendable, Equatable {
    /// Σ losses, in nats.
    public var loss: Double = 0
    /// Σ w[label]; the number of messages when there are no class weights.
    public var weight: Double = 0
    /// Weighted mean in nats. Guessing between two classes costs ln 2 ≈ 0.693.
    public var mean: Double { loss / weight }

    public init() {}

    public static func += (total: inout Total, part: Total) {
      total.loss += part.loss
      total.weight += part.weight
    }
  }

  /// The weight of a label in the mean.
  public func weight(of label: Int) -> Double { classWeights?[label] ?? 1 }

  /// Losses of M messages and, where wanted, the gradient of a mean.
  ///
  /// - Parameters:
  ///   - logits: (M, K).
  ///   - labels: M class indices in 0..<K.
  ///   - dLogits: (M, K), overwritten with the gradient of Σ losses / `divisor`.
  ///   - divisor: What the gradient is divided by: the weight of the whole batch, also when these
  ///     messages are only a part of it.
  /// - Returns: The sum of losses and of weights over the M messages.
  public func forward(
    _ logits: Matrix, labels: [Int], gradient dLogits: Matrix? = nil, divisor: Double = 1
  ) -> Total {
    let classes = logits.columns
    precondition(labels.count == logits.rows, "\(labels.count) labels, \(logits.shapeText) logits")
    precondition(labels.allSatisfy { 0..<classes ~= $0 }, "label outside 0..<\(classes)")
    precondition(classWeights.map { $0.count == classes } ?? true, "weights for \(classes) classes")
    var total = Total()
    for (row, label) in labels.enumerated() {
      var largest = -Double.infinity
      for k in 0..<classes { largest = max(largest, Double(logits[row, k])) }
      var sum = 0.0
      for k in 0..<classes { sum += exp(Double(logits[row, k]) - largest) }
      let logSum = largest + log(sum)
      total.weight += weight(of: label)
      guard focusing == 0 else {
        total.loss += focal(logits, row, label, logSum: logSum, gradient: dLogits, divisor: divisor)
        continue
      }

      var targetSum = 0.0
      for k in 0..<classes {
        let target = targetWeight(class: k, label: label, classes: classes)
        targetSum += target
        // A target of zero contributes nothing even where the logit is infinite.
        if target > 0 { total.loss += target * (logSum - Double(logits[row, k])) }
      }
      if let dLogits {
        for k in 0..<classes {
          let probability = exp(Double(logits[row, k]) - logSum)
          let target = targetWeight(class: k, label: label, classes: classes)
          dLogits[row, k] = Float((targetSum * probability - target) / divisor)
        }
      }
    }
    return total
  }

  /// The focal loss of one message, and its gradient.
  private func focal(
    _ logits: Matrix, _ row: Int, _ label: Int, logSum: Double, gradient: Matrix?, divisor: Double
  ) -> Double {
    let probabilities = (0..<logits.columns).map { exp(Double(logits[row, $0]) - logSum) }
    let logarithm = Double(logits[row, label]) - logSum
    // The sum of the others does not lose its digits where the label's probability is near 1.
    let missing = probabilities.indices.reduce(0) { $0 + ($1 == label ? 0 : probabilities[$1]) }
    let factor = pow(missing, focusing)
    if let gradient {
      let steepness =
        missing > 0
        ? focusing * pow(missing, focusing - 1) * probabilities[label] * logarithm - factor : 0
      for (k, probability) in probabilities.enumerated() {
        let slope = steepness * ((k == label ? 1 : 0) - probability)
        gradient[row, k] = Float(weight(of: label) * slope / divisor)
      }
    }
    // 0 · ∞ where a logit is infinite.
    return factor == 0 ? 0 : -weight(of: label) * factor * logarithm
  }

  private func targetWeight(class k: Int, label: Int, classes: Int) -> Double {
    let share = (k == label ? 1 - labelSmoothing : 0) + labelSmoothing / Double(classes)
    return share * (classWeights?[k] ?? 1)
  }
}

/// Softmax of every row in double precision, (M, K): the probabilities that are shown and stored.
public func probabilities(ofLogits logits: Matrix) -> [[Double]] {
  (0..<logits.rows).map { row in
    let values = (0..<logits.columns).map { Double(logits[row, $0]) }
    let largest = values.max() ?? 0
    let exponentials = values.map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }
}

/// Cross-entropy over a large vocabulary, with the gradient in the place of the logits.
///
/// - Parameters:
///   - logits: (N, V); overwritten with (softmax − one-hot) / `divisor`, or, when `divisor` is nil,
///     with nothing of use.
///   - targets: N ids in 0..<V.
///   - divisor: What the gradient is divided by; nil when no gradient is wanted.
/// - Returns: The sum of the N losses, in nats.
public func nextTokenLoss(logits: Matrix, targets: [Int32], divisor: Double?) -> Double {
  let width = logits.columns
  precondition(targets.count == logits.rows, "\(targets.count) targets, \(logits.shapeText)")
  precondition(targets.allSatisfy { 0..<width ~= Int($0) }, "a target outside 0..<\(width)")
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, logits.rows)) { losses in
    // Safe: each row writes its own loss and its own logits.
    nonisolated(unsafe) let losses = losses
    logits.forEachBand { rows in
      for row in rows {
        let values = logits.mutablePointer + row * logits.stride
        let target = Int(targets[row])
        let largest = vl_max(values, width)
        let targetLogit = values[target]
        let sum = vl_exp_sum(values, values, width, largest)
        losses[row] = Double(largest) + log(Double(sum)) - Double(targetLogit)
        guard let divisor else { continue }
        vl_scale(Float(1 / (Double(sum) * divisor)), values, width)
        values[target] -= Float(1 / divisor)
      }
    }
    return losses[..<logits.rows].reduce(0, +)
  }
}
