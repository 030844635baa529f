extension Evaluation {
  /// The metrics of an evaluation in the order of tables; the raw values name them in databases
  /// and on the command line and stay as they are.
  public enum Metric: String, CaseIterable, Codable, Sendable {
    case accuracy
    /// Mean recall over the classes that occur; undefined for one of two classes.
    case balancedAccuracy = "balanced_accuracy"
    case precision
    /// Times 100 it is the "spam caught" SC % of Almeida, Hidalgo and Yamakami (2011).
    case recall
    case f1
    case specificity
    /// Matthews correlation coefficient of all classes.
    case mcc
    case rocAUC = "roc_auc"
    case averagePrecision = "average_precision"
    /// Mean −ln p(true class) in nats, from the probabilities clipped to 2⁻⁵²...1 − 2⁻⁵².
    case logLoss = "log_loss"
    /// Two classes: mean (p − y)², 0...1. More: mean of the sum over the classes, 0...2.
    case brier
    /// Expected calibration error of the most probable class, 15 bins of equal width.
    case ece
    /// Cohen's kappa of all classes.
    case kappa
    /// Mean F1 of all classes, with or without a positive class.
    case macroF1 = "macro_f1"
    /// Share of what was not predicted as the class that is not of it.
    case negativePredictiveValue = "negative_predictive_value"
    /// Share of what is not of the class that was predicted as it. Times 100 it is the "blocked ham" BH %.
    case falsePositiveRate = "false_positive_rate"
    case macroPrecision = "macro_precision"
    case macroRecall = "macro_recall"
    /// Means of all classes, each weighing by its support.
    case weightedPrecision = "weighted_precision"
    /// Always equal to the accuracy.
    case weightedRecall = "weighted_recall"
    case weightedF1 = "weighted_f1"
    /// Counts of all classes pooled; always equal to the accuracy, as micro precision and recall are.
    case microF1 = "micro_f1"
    /// Largest gap of a bin of `ece`.
    case mce
    /// As `ece` and `mce`, with 15 bins of equally many examples.
    case eceEqualMass = "ece_equal_mass"
    case mceEqualMass = "mce_equal_mass"
    /// Expected calibration error of the positive class's probability, 15 bins of equal width.
    case ecePositive = "ece_positive"

    /// Whether lower values are better.
    public var isLoss: Bool {
      switch self {
      case .logLoss, .brier, .ece, .mce, .eceEqualMass, .mceEqualMass, .ecePositive,
        .falsePositiveRate:
        true
      default: false
      }
    }
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

  /// Every metric under its stable name, in the order of `Metric.allCases`.
  public var metrics: [(name: String, estimate: Estimate)] {
    Metric.allCases.map { ($0.rawValue, self[$0]) }
  }

  public var accuracy: Estimate { self[.accuracy] }
  public var balancedAccuracy: Estimate { self[.balancedAccuracy] }
  public var precision: Estimate { self[.precision] }
  public var recall: Estimate { self[.recall] }
  public var f1: Estimate { self[.f1] }
  public var specificity: Estimate { self[.specificity] }
  public var mcc: Estimate { self[.mcc] }
  public var rocAUC: Estimate { self[.rocAUC] }
  public var averagePrecision: Estimate { self[.averagePrecision] }
  public var logLoss: Estimate { self[.logLoss] }
  public var brier: Estimate { self[.brier] }
  public var ece: Estimate { self[.ece] }
  public var kappa: Estimate { self[.kappa] }
  public var macroF1: Estimate { self[.macroF1] }
  public var falsePositiveRate: Estimate { self[.falsePositiveRate] }
}
