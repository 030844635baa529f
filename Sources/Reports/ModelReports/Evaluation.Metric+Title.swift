import ClassificationMetrics

extension Evaluation.Metric {
  /// As one writes it.
  var title: String {
    switch self {
    case .f1: "F1"
    case .mcc: "MCC"
    case .rocAUC: "ROC-AUC"
    case .brier: "Brier score"
    case .ece: "calibration error"
    case .macroF1: "macro F1"
    default: rawValue.replacing("_", with: " ")
    }
  }
}
