/// What a criterion speaks of, at one threshold.
struct ThresholdQuantity {
  private let criterion: ThresholdCriterion
  private let matrix: ConfusionMatrix  // class 0 negative, class 1 positive

  init(_ criterion: ThresholdCriterion, of matrix: ConfusionMatrix) {
    self.criterion = criterion
    self.matrix = matrix
  }

  /// Mistakes among how many examples, for a rate or a precision.
  private var mistakes: (count: Int, of: Int)? {
    switch criterion {
    case .maxFalsePositiveRate: (matrix.falsePositives(1), matrix.support(0))
    case .maxFalseNegativeRate: (matrix.falseNegatives(1), matrix.support(1))
    case .minPrecision: (matrix.falsePositives(1), matrix.predictedCount(1))
    case .cost, .bestF1, .bestMCC: nil
    }
  }

  private var isPrecision: Bool {
    if case .minPrecision = criterion { true } else { false }
  }

  /// Exact and one-sided: an upper one of a rate, a lower one of a precision.
  func bound(confidence: Double) -> Double? {
    guard let mistakes, mistakes.of > 0 else { return nil }
    let upper = ClopperPearsonBound.upper(mistakes.count, of: mistakes.of, confidence: confidence)
    return isPrecision ? 1 - upper : upper
  }

  func isKept(by value: Double) -> Bool {
    guard let share = criterion.promisedShare else { return false }
    return isPrecision ? value >= share : value <= share
  }

  func estimate(seed: UInt64) -> Estimate {
    if let mistakes {
      let part = isPrecision ? mistakes.of - mistakes.count : mistakes.count
      guard mistakes.of > 0 else {
        return Estimate(value: nil, undefinedReason: "nothing counts as positive")
      }
      return .proportion(part, of: mistakes.of)
    }
    // A resample draws each class by itself: of the examples of a class only the two counts change.
    let cells = (0..<4).flatMap { cell in
      repeatElement(cell, count: matrix[truth: cell / 2, predicted: cell % 2])
    }
    return StratifiedBootstrap(labels: cells.map { $0 / 2 }, seed: seed).estimates { draws in
      var counts = [0, 0, 0, 0]
      for (cell, count) in zip(cells, draws) { counts[cell] += count }
      return [criterion.value(ConfusionMatrix(cells: counts, classes: 2))]
    }[0]
  }
}

extension ThresholdCriterion {
  /// F1, MCC, or the cost of all mistakes over the number of examples.
  func value(_ matrix: ConfusionMatrix) -> Double? {
    switch self {
    case .maxFalsePositiveRate: matrix.falsePositiveRate(1)
    case .maxFalseNegativeRate: matrix.falseNegativeRate(1)
    case .minPrecision: matrix.predictedCount(1) == 0 ? nil : matrix.precision(1)
    case .cost(let falsePositive, let falseNegative):
      (falsePositive * Double(matrix.falsePositives(1))
        + falseNegative * Double(matrix.falseNegatives(1))) / Double(matrix.total)
    case .bestF1: matrix.f(1)
    case .bestMCC: matrix.mcc
    }
  }
}
