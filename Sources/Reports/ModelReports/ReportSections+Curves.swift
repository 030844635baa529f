import ClassificationMetrics
import Foundation
import SpamTuneKit

/// Thresholds, and what is drawn.
extension ReportSections {
  /// What happens at thresholds that one might choose.
  var thresholds: ReportSection? {
    let choices = thresholdChoices
    guard !choices.isEmpty else { return nil }
    var table = TextTable(
      ["choice", "threshold", "precision", "recall", "false alarms", "missed"], .left, .right)
    for (name, point) in choices {
      table.append([
        name, point.threshold > 1 ? "above 1" : EvaluationText.number(point.threshold),
        EvaluationText.number(point.counts.precision), EvaluationText.number(point.counts.recall),
        "\(point.counts.falsePositives)/\(point.counts.negatives)",
        "\(point.counts.falseNegatives)/\(point.counts.positives)",
      ])
    }
    return ReportSection(
      title: "Thresholds",
      blocks: [
        .table(table),
        .sentences([
          "These are read off the messages of this report and flatter; choose a threshold on the validation "
            + "part: 'spamtune calibrate'."
        ]),
      ])
  }

  private var thresholdChoices: [(name: String, point: ThresholdPoint)] {
    let points = report.thresholds
    // Of those that keep the promise the lowest, which finds most.
    func lowest(falseAlarms share: Double) -> ThresholdPoint? {
      points.last { Double($0.counts.falsePositives) <= share * Double($0.counts.negatives) }
    }
    func alarmName(_ share: Double) -> String {
      share == 0 ? "no false alarm" : String(format: "at most %g %% false alarms", 100 * share)
    }
    let own: [(name: String, point: ThresholdPoint?)] = [
      ("the model's", points.first { $0.threshold == report.subject.threshold })
    ]
    let alarms: [(name: String, point: ThresholdPoint?)] = ThresholdPoint.falseAlarmShares.map {
      (alarmName($0), lowest(falseAlarms: $0))
    }
    let choices =
      own + alarms + [
        ("best F1", points.max { ($0.counts.f1 ?? 0) < ($1.counts.f1 ?? 0) }),
        ("no miss", points.first { $0.counts.falseNegatives == 0 && $0.counts.positives > 0 }),
      ]
    return choices.compactMap { choice in choice.point.map { (choice.name, $0) } }
  }

  /// ROC and precision against recall.
  var curves: ReportSection? {
    // Falling thresholds, so both rates rise.
    let points = report.thresholds
    guard let last = points.last, last.counts.positives > 0, last.counts.negatives > 0 else {
      return nil
    }
    let roc =
      points.map { (x: $0.counts.falsePositiveRate ?? 0, y: $0.counts.recall ?? 0) } + [
        (x: 1, y: 1)
      ]
    let precision = points.compactMap { point in
      point.counts.precision.map { (x: point.counts.recall ?? 0, y: $0) }
    }
    let positive = report.subject.positiveClass ?? "positive"
    return ReportSection(
      title: "Curves",
      blocks: [
        .plot(
          TextPlot(
            series: [(name: "ROC", points: roc)], xLabel: "false alarms / negative messages",
            yLabel: "found / all \(positive)", width: 64, height: 12, characters: characters)),
        .plot(
          TextPlot(
            series: [(name: "precision", points: precision)], xLabel: "recall",
            yLabel: "precision", width: 64, height: 12, characters: characters)),
      ])
  }

  /// What was said against what came true.
  var reliability: ReportSection? {
    let bins = report.reliability
    guard !bins.isEmpty else { return nil }
    var table = TextTable(["probability", "answers", "mean", "right"], .right)
    for bin in bins {
      table.append([
        String(format: "%.2f – %.2f", bin.lower, bin.upper), "\(bin.count)",
        EvaluationText.number(bin.meanConfidence), EvaluationText.number(bin.observed),
      ])
    }
    var blocks: [ReportSection.Block] = [.table(table)]
    // A single answer is right or wrong and says nothing about how often.
    let drawn = bins.filter { $0.count >= 5 }
    if drawn.count > 2, let low = drawn.first?.meanConfidence {
      blocks.append(
        .plot(
          TextPlot(
            series: [
              (name: "this model", points: drawn.map { (x: $0.meanConfidence, y: $0.observed) }),
              (name: "as it should be", points: [(x: low, y: low), (x: 1, y: 1)]),
            ], xLabel: "mean probability of the answers", yLabel: "share that is right", width: 64,
            height: 12, characters: characters)))
    }
    return ReportSection(title: "Reliability", blocks: blocks)
  }

  /// Losses while it learned.
  var learning: ReportSection? {
    guard let learning = report.learning else { return nil }
    let validation = learning.epochs.compactMap { epoch in
      epoch.validationLoss.map { (x: Double(epoch.step), y: $0) }
    }
    let training = learning.epochs.compactMap { epoch in
      epoch.trainLoss.map { (x: Double(epoch.step), y: $0) }
    }
    let steps = learning.steps.compactMap { step in
      step.loss.map { (x: Double(step.step), y: $0) }
    }
    let series: [TextPlot.Series] = [
      (name: "batch", points: steps), (name: "training part", points: training),
      (name: "validation part", points: validation),
    ].filter { !$0.points.isEmpty }
    var blocks: [ReportSection.Block] = []
    if !series.isEmpty {
      blocks.append(
        .plot(
          TextPlot(
            series: series, xLabel: "step", yLabel: "loss in nats", width: 64, height: 12,
            characters: characters)))
    }
    var table = TextTable(
      [
        "epoch", "step", "training loss", "validation loss", "training accuracy",
        "validation accuracy",
      ], .right)
    for epoch in learning.epochs {
      table.append(
        ["\(epoch.epoch)", "\(epoch.step)"]
          + [
            epoch.trainLoss, epoch.validationLoss, epoch.trainAccuracy, epoch.validationAccuracy,
          ].map(EvaluationText.number))
    }
    if !learning.epochs.isEmpty { blocks.append(.table(table)) }
    blocks.append(.sentences([learning.verdict]))
    return ReportSection(title: "Learning", blocks: blocks)
  }
}
