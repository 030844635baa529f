extension Optimizer {
  /// A step of a run: clips the gradients and updates all parameters at the scheduled rate.
  ///
  /// - Parameters:
  ///   - loss: Whose gradients they are.
  ///   - maxGradientNorm: Nil to clip nothing.
  /// - Returns: The rate, and the norm of the gradients before they were clipped.
  /// - Throws: `TrainingError.diverged` before anything changes, when the loss or a gradient is not
  ///   finite.
  func takeStep(
    of totalSteps: Int, loss: Double, schedule: LearningRateSchedule, maxGradientNorm: Double?
  ) throws(TrainingError) -> (learningRate: Double, gradientNorm: Double) {
    let norm = gradientNorm()
    guard loss.isFinite, norm.isFinite else { throw .diverged(step: step + 1) }
    let rate = settings.learningRate * schedule.factor(step: step, totalSteps: totalSteps)
    let scale = maxGradientNorm.map { Self.clippingFactor(norm: norm, maximum: $0) }
    update(learningRate: rate, gradientScale: scale ?? 1)
    return (rate, norm)
  }
}
