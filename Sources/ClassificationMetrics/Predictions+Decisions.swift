extension Evaluation {
  /// Whether a threshold on the positive class decides, and not the most probable class.
  static func usesThreshold(positiveClass: Int?, classes: Int) -> Bool {
    positiveClass != nil && classes == 2
  }
}

extension Predictions {
  /// The class that each example counts as in an `Evaluation`: of two classes with a positive one that one
  /// from a probability of ½, else the most probable class.
  public func decisions(positiveClass: Int?) -> [Int] {
    let isDecided = Evaluation.usesThreshold(positiveClass: positiveClass, classes: classes)
    return decisions(positiveClass: positiveClass, threshold: isDecided ? 0.5 : nil)
  }

  /// - Parameter threshold: on the positive class of two, else nil for the most probable class.
  func decisions(positiveClass: Int?, threshold: Double?) -> [Int] {
    guard let positiveClass, let threshold else { return topLabels }
    return probabilities(of: positiveClass).map {
      $0 >= threshold ? positiveClass : 1 - positiveClass
    }
  }
}
