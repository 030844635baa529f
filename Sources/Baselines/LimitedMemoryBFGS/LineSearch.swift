/// Looks along a direction of descent for a step that satisfies the strong Wolfe conditions:
///
///     φ(α) ≤ φ(0) + c₁·α·φ′(0)      it goes down far enough (Armijo)
///     |φ′(α)| ≤ c₂·|φ′(0)|           it is not still going down (curvature)
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), algorithms 3.5 and 3.6,
/// with the cubic of equation 3.59.
package struct LineSearch {
  /// A place along the line.
  package struct Trial {
    package var step: Double
    /// φ(step)
    package var value: Double
    /// φ′(step)
    package var slope: Double

    package init(step: Double, value: Double, slope: Double) {
      self.step = step
      self.value = value
      self.slope = slope
    }
  }

  package let sufficientDecrease = 1e-4  // c₁
  private let curvature: Double
  private let evaluationLimit = 40

  /// - Parameter curvature: c₂, between c₁ and 1.
  package init(curvature: Double = 0.9) { self.curvature = curvature }

  /// - Parameters:
  ///   - start: step 0, with a slope below 0.
  ///   - firstStep: the step to try first.
  ///   - evaluate: value and slope at a step.
  /// - Returns: a step that satisfies both conditions, the one evaluated last, or nil.
  package func step(
    from start: Trial, firstStep: Double, _ evaluate: (_ step: Double) -> Trial
  ) -> Trial? {
    var previous = start
    var next = firstStep
    var evaluations = 0
    while evaluations < evaluationLimit {
      let trial = evaluate(next)
      evaluations += 1
      if !descends(trial, from: start) || (evaluations > 1 && trial.value >= previous.value) {
        return zoom(previous, trial, start, evaluationLimit - evaluations, evaluate)
      }
      if abs(trial.slope) <= curvature * abs(start.slope) { return trial }
      if trial.slope >= 0 {
        return zoom(trial, previous, start, evaluationLimit - evaluations, evaluate)
      }
      previous = trial
      next *= 2
    }
    return nil
  }

  /// Narrows an interval that holds a good step. `low` has the smaller value of its two ends and
  /// descends towards `high`.
  private func zoom(
    _ low: Trial, _ high: Trial, _ start: Trial, _ evaluations: Int,
    _ evaluate: (_ step: Double) -> Trial
  ) -> Trial? {
    var (low, high) = (low, high)
    for _ in 0..<max(evaluations, 0) {
      let trial = evaluate(between(low, high))
      if !descends(trial, from: start) || trial.value >= low.value {
        high = trial
      } else {
        if abs(trial.slope) <= curvature * abs(start.slope) { return trial }
        if trial.slope * (high.step - low.step) >= 0 { high = low }
        low = trial
      }
    }
    return nil
  }

  /// Armijo's condition, which NaN does not satisfy. Next to a minimum the decrease is lost in the
  /// rounding of φ, so a rise by a few units in the last place is none.
  private func descends(_ trial: Trial, from start: Trial) -> Bool {
    let rounding = 4 * Double.ulpOfOne * abs(start.value)
    return trial.value
      <= start.value + sufficientDecrease * trial.step * start.slope + rounding
  }

  /// The minimum of the cubic through both ends, or the middle where that is not well inside.
  private func between(_ a: Trial, _ b: Trial) -> Double {
    let width = b.step - a.step
    let middle = a.step + width / 2
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    let radicand = d1 * d1 - a.slope * b.slope
    guard radicand >= 0 else { return middle }
    let d2 = (width > 0 ? 1 : -1) * radicand.squareRoot()
    let share = (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    return 0.1...0.9 ~= 1 - share ? b.step - width * share : middle
  }
}
