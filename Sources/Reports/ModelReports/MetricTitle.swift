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
    case .weightedF1: "weighted F1"
    case .microF1: "micro F1"
    case .mce: "largest calibration gap"
    case .eceEqualMass: "calibration error, equal mass"
    case .mceEqualMass: "largest gap, equal mass"
    case .ecePositive: "calibration error, positive class"
    default: rawValue.replacing("_", with: " ")
    }
  }
}
