import CVectorLoops

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
