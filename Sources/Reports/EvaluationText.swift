import ClassificationMetrics

/// Evaluations as text for the terminal.
public enum EvaluationText {
  /// One row per metric, one column per part, each value with its 95 % interval.
  ///
  /// - Parameter parts: Name and evaluation, in the order of the columns.
  public static func table(_ parts: [(name: String, evaluation: Evaluation)]) -> String {
    var table = TextTable(["metric (95 % interval)"] + parts.map(\.name), .left, .right)
    table.append(["messages"] + parts.map { "\($0.evaluation.examples)" })
    table.append(
      ["correct"]
        + parts.map { part in
          "\(part.evaluation.confusionMatrix.correct)/\(part.evaluation.examples)"
        })
    for (name, metric) in shown {
      table.append([name] + parts.map { text($0.evaluation[metric]) })
    }
    table.append(["loss"] + parts.map { number($0.evaluation.loss) })
    return table.text
  }

  /// The confusion matrix: a row per true class, a column per predicted one.
  public static func confusion(_ evaluation: Evaluation) -> String {
    confusion(evaluation.confusionMatrix, classNames: evaluation.classes.names)
  }

  public static func confusion(_ matrix: ConfusionMatrix, classNames: [String]) -> String {
    var table = TextTable(
      ["truth \\ predicted"] + classNames, .left, .right)
    for (name, counts) in zip(classNames, matrix.counts) {
      table.append([name] + counts.map { "\($0)" })
    }
    return table.text
  }

  /// Reasons for metrics that are undefined or stand on an empty denominator, one line each.
  public static func remarks(_ evaluation: Evaluation) -> [String] {
    shown.compactMap { name, metric in
      evaluation[metric].undefinedReason.map { "\(name): \($0)" }
    }
  }

  private static let shown: [(String, Evaluation.Metric)] =
    [
      .accuracy, .precision, .recall, .f1, .specificity, .mcc, .rocAUC, .averagePrecision, .ece,
    ].map { (name(of: $0), $0) }

  /// Four digits and the interval, as far as there is one. What counts as 0 only because there is nothing to
  /// divide by is undefined too.
  public static func text(_ estimate: Estimate) -> String { text(estimate, decimals: 4) }

  static func text(_ estimate: Estimate, decimals: Int) -> String {
    guard let value = estimate.value else { return "undefined" }
    func digits(_ value: Double) -> String { PlainNumber.text(value, decimals: decimals) }
    guard let low = estimate.low, let high = estimate.high else { return digits(value) }
    return "\(digits(value)) (\(digits(low))–\(digits(high)))"
  }

  /// The same without the interval.
  static func value(_ estimate: Estimate) -> String {
    text(estimate.withoutInterval)
  }

  /// Four digits, or a dash where there is no value.
  public static func number(_ value: Double?) -> String {
    value.map { PlainNumber.text($0, decimals: 4) } ?? "–"
  }
}
