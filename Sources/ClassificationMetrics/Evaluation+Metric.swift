extension Evaluation {
  /// The metrics of an evaluation in the order of tables; the raw values name them in databases
  /// and on the command line and stay as they are.
  public enum Metric: String, CaseIterable, Codable, Sendable {
    case accuracy
    case balancedAccuracy = "balanced_accuracy"
    case precision
    case recall
    case f1
    case specificity
    case mcc
    case rocAUC = "roc_auc"
    case averagePrecision = "average_precision"
    case logLoss = "log_loss"
    case brier
    case ece
    case kappa
    case macroF1 = "macro_f1"

    /// Whether lower values are better.
    public var isLoss: Bool { [.logLoss, .brier, .ece].contains(self) }
  }

  /// The values that a metric can take.
  static func range(of metric: Metric) -> ClosedRange<Double> {
    switch metric {
    case .mcc, .kappa: -1...1
    case .logLoss: 0...Double.infinity
    case .brier: 0...2
    default: 0...1
    }
  }

  public subscript(metric: Metric) -> Estimate {
    switch metric {
    case .accuracy: accuracy
    case .balancedAccuracy: balancedAccuracy
    case .precision: precision
    case .recall: recall
    case .f1: f1
    case .specificity: specificity
    case .mcc: mcc
    case .rocAUC: rocAUC
    case .averagePrecision: averagePrecision
    case .logLoss: logLoss
    case .brier: brier
    case .ece: ece
    case .kappa: kappa
    case .macroF1: macroF1
    }
  }

  /// Every metric under its stable name, in the order of `Metric.allCases`.
  public var metrics: [(name: String, estimate: Estimate)] {
    Metric.allCases.map { ($0.rawValue, self[$0]) }
  }
}

extension Evaluation {
  enum CodingKeys: String, CodingKey {
    case examples
    case classNames = "class_names"
    case positiveClass = "positive_class"
    case threshold, loss, accuracy
    case balancedAccuracy = "balanced_accuracy"
    case precision, recall, f1, specificity, mcc
    case rocAUC = "roc_auc"
    case averagePrecision = "average_precision"
    case logLoss = "log_loss"
    case brier, ece, kappa
    case macroF1 = "macro_f1"
    case confusionMatrix = "confusion_matrix"
    case perClass = "per_class"
  }
}
