extension ConfusionMatrix {
  /// Precision, recall and F1 averaged over all K classes.
  public struct Averages: Sendable, Equatable {
    public let precision: Double
    public let recall: Double
    public let f1: Double
  }

  /// Every class counts the same.
  public var macro: Averages {
    average { _ in 1 / Double(classes) }
  }

  /// Every class counts by its support.
  public var weighted: Averages {
    average { ratio(support($0), total) }
  }

  /// Counts pooled over the classes. With one label per example each wrong answer is one false
  /// positive and one false negative, so all three equal the accuracy.
  public var micro: Averages {
    Averages(precision: accuracy, recall: accuracy, f1: accuracy)
  }

  private func average(weight: (Int) -> Double) -> Averages {
    func mean(_ metric: (Int) -> Double) -> Double {
      (0..<classes).reduce(0) { $0 + weight($1) * metric($1) }
    }
    return Averages(
      precision: mean { precision($0) }, recall: mean { recall($0) }, f1: mean { f($0) })
  }
}
