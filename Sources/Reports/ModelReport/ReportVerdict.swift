import ClassificationMetrics
import SpamTuneKit

/// What a report comes to in words, for someone who runs a mail service: the most important sentence first,
/// then how far it can be believed, then what may be behind it.
///
/// A function of the report alone. Every rate comes with its interval; where it counts messages, its ends are
/// rounded outwards.
package struct ReportVerdict: Sendable {
  let report: ModelReport

  package init(_ report: ModelReport) {
    self.report = report
  }

  package var sentences: [String] {
    [headline, undecided, promise].compactMap(\.self) + cautions
      + [
        sample, baseline, singleRule, calibration, fit, weakestSlice, leaning, disguise,
        nearDuplicates, labels, reading, drift,
      ].compactMap(\.self)
  }

  var evaluation: Evaluation { report.evaluation }
  var matrix: ConfusionMatrix { evaluation.confusionMatrix }
  private var names: [String] { evaluation.classes.names }

  /// Positive and negative class where there are two, one of them the one that matters.
  var pair: (positive: Int, negative: Int)? { evaluation.classes.pair }

  func name(_ index: Int) -> String { names[index] }

  /// How many of either class are taken for which.
  private var headline: String {
    guard let (positive, negative) = pair else { return headlineOfManyClasses }
    let counts = matrix.oneVersusRest(positive)
    let alarms = VerdictRate(counts.falsePositives, of: counts.negatives, estimate: alarmRate)
    let finds = VerdictRate(
      counts.truePositives, of: counts.positives, estimate: evaluation.recall)
    switch (alarms, finds) {
    case (let alarms?, let finds?):
      return
        "Of 1,000 \(name(negative)) messages \(alarms.phrase(outOf: 1_000)) would be taken for "
        + "\(name(positive)), and of 100 \(name(positive)) messages \(finds.phrase(outOf: 100)) would be "
        + "found."
    case (let alarms?, nil):
      return
        "Of 1,000 \(name(negative)) messages \(alarms.phrase(outOf: 1_000)) would be taken for "
        + "\(name(positive)); how much \(name(positive)) would be found cannot be said, for none of the "
        + "messages is \(name(positive))."
    case (nil, let finds?):
      return
        "Of 100 \(name(positive)) messages \(finds.phrase(outOf: 100)) would be found; how many "
        + "\(name(negative)) messages would be taken for \(name(positive)) cannot be said, for all of the "
        + "messages are \(name(positive))."
    case (nil, nil): return "There are no messages to judge by."
    }
  }

  /// What the threshold was chosen for.
  private var promise: String? {
    guard let threshold = report.subject.threshold, let decision = report.subject.decision else {
      return nil
    }
    return
      "The threshold of \(NumberFormat.probability(threshold)) is meant to achieve: \(decision)"
  }

  private var headlineOfManyClasses: String {
    guard
      let rate = VerdictRate(matrix.correct, of: matrix.total, estimate: evaluation.accuracy)
    else { return "There are no messages to judge by." }
    var sentence = "Of 100 messages \(rate.phrase(outOf: 100)) would get the right class"
    let recalls = names.indices.compactMap { k in
      matrix.oneVersusRest(k).recall.map { (index: k, value: $0) }
    }
    if recalls.count > 1, matrix.correct < matrix.total,
      let weakest = recalls.min(by: { $0.value < $1.value })?.index,
      let recall = VerdictRate(
        matrix[truth: weakest, predicted: weakest], of: matrix.support(weakest),
        estimate: evaluation.perClass[weakest].recall)
    {
      sentence +=
        ", and of 100 of the weakest class, \(name(weakest)), \(recall.phrase(outOf: 100))"
    }
    return sentence + "."
  }

  /// Share of the negative messages that are taken for positive ones.
  var alarmRate: Estimate { evaluation.falsePositiveRate }

  /// What lies between the two thresholds of a three-way answer.
  private var undecided: String? {
    guard let from = report.subject.unsureFrom, let to = report.subject.threshold
    else { return nil }
    func point(at threshold: Double) -> ThresholdPoint? {
      report.thresholds.first { $0.threshold == threshold }
    }
    func positives(_ point: ThresholdPoint) -> Int { point.counts.predictedPositives }
    guard let (positive, negative) = pair, let wide = point(at: from), let narrow = point(at: to)
    else { return nil }
    return
      "\(NumberFormat.count(positives(wide) - positives(narrow), "message")) of \(NumberFormat.count(matrix.total)) would be left "
      + "undecided; they are counted here as \(name(negative)). Of \(NumberFormat.count(matrix.support(positive))) "
      + "\(name(positive)) \(NumberFormat.count(wide.counts.falseNegatives)) would be answered \(name(negative)) outright."
  }
}

/// A share as a number of messages out of so many, with its range.
struct VerdictRate {
  private let value: Double
  private let low: Double
  private let high: Double

  /// Nil without messages or without an interval.
  init?(_ count: Int, of total: Int, estimate: Estimate) {
    guard total > 0, let value = estimate.value, let low = estimate.low, let high = estimate.high
    else { return nil }
    (self.value, self.low, self.high) = (value, low, high)
  }

  /// "about 4 (2 to 9)"; the ends are rounded outwards.
  func phrase(outOf count: Int) -> String {
    let scale = Double(count)
    // A rate of 0.29 times 100 is 28.999999999999996.
    let lowest = Int((low * scale + 1e-9).rounded(.down))
    let highest = Int((high * scale - 1e-9).rounded(.up))
    let middle = value * scale
    let about =
      middle == 0
      ? "none"
      : middle < 0.5 ? "fewer than 1" : "about \(NumberFormat.count(Int(middle.rounded())))"
    return "\(about) (\(NumberFormat.count(lowest)) to \(NumberFormat.count(highest)))"
  }
}
