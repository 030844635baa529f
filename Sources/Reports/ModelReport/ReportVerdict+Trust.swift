import ClassificationMetrics

/// How far the numbers can be believed.
extension ReportVerdict {
  /// Fewer messages of a class than this leave its rates wide open.
  private static let fewMessages = 50

  /// Why the numbers may be too good: messages that the model learned or was chosen by.
  package var cautions: [String] {
    let data = report.data
    let run = report.subject.run.map { "run \($0)" } ?? "the model"
    var sentences: [String] = []
    if data.isTrainedOn {
      let seen = data.seenInTraining.map {
        "\(NumberFormat.count($0)) of its \(NumberFormat.count(data.examples, "message")) were learned from"
      }
      sentences.append(
        "These numbers flatter: \(data.name) is the file that \(run) was trained on"
          + (seen.map { "; \($0)" } ?? "")
          + ". Without a file the report is on messages that were held out.")
    } else if data.part == "train" {
      sentences.append(
        "These numbers flatter: they are of the very messages that \(run) was trained on.")
    } else if let seen = data.seenInTraining, seen > 0 {
      sentences.append(
        "\(NumberFormat.count(seen, "message")) of \(NumberFormat.count(data.examples)) "
          + "\(seen == 1 ? "equals" : "equal") a message that the model was trained on, apart from case, "
          + "digits and punctuation: the numbers may flatter.")
    }
    if data.part == "validation" {
      sentences.append(
        "There is no test part: these are the validation messages, by which settings may have been chosen, "
          + "so the numbers may flatter.")
    }
    return sentences
  }

  /// How many messages speak.
  var sample: String? {
    let counts = report.data.classes.map { "\(NumberFormat.count($0.examples)) \($0.name)" }
    var sentence =
      "This rests on \(NumberFormat.count(report.data.examples, "message")) (\(NumberFormat.list(counts))); the ranges in "
      + "brackets are 95 % intervals."
    let rare = report.data.classes.filter { $0.examples < Self.fewMessages }
    guard !rare.isEmpty else { return sentence }
    let few = rare.map { $0.examples == 0 ? "no \($0.name)" : "only \($0.examples) \($0.name)" }
    sentence +=
      " With \(NumberFormat.list(few)) \(rare.map(\.examples).reduce(0, +) == 1 ? "message" : "messages") they are "
      + "wide or missing: more labelled messages would tell more."
    return sentence
  }

  /// A model that guessing would beat has no say about labels.
  var isWorseThanGuessing: Bool {
    let most = evaluation.classes.names.indices.map(matrix.support).max() ?? 0
    return (evaluation.accuracy.high ?? 1) < Double(most) / Double(max(1, matrix.total))
  }

  /// Against always giving the most frequent answer.
  var baseline: String? {
    guard matrix.total > 0, let accuracy = evaluation.accuracy.value else { return nil }
    let supports = evaluation.classes.names.indices.map(matrix.support)
    guard supports.count(where: { $0 > 0 }) > 1,
      let most = supports.indices.max(by: { supports[$0] < supports[$1] })
    else {
      return
        "All messages have one label, so nothing can be said about telling classes apart; metrics that "
        + "need both are undefined."
    }
    let guessing = Double(supports[most]) / Double(matrix.total)
    let judgement =
      isWorseThanGuessing
      ? "the model is worse"
      : accuracy <= guessing
        ? "the model is no better"
        : (evaluation.accuracy.low ?? 0) <= guessing
          ? "the model may or may not be better" : "the model is better"
    return
      "Always answering \(name(most)) would be right in \(NumberFormat.percent(guessing)) of the cases; "
      + "\(judgement): \(NumberFormat.text(evaluation.accuracy, .percent))."
  }

  /// Against the best rule of one feature.
  var singleRule: String? {
    guard let rule = report.shortcuts?.rules.first, let accuracy = report.shortcuts?.accuracy,
      let low = accuracy.low, let high = accuracy.high, let ruleLow = rule.accuracy.low,
      let ruleHigh = rule.accuracy.high
    else { return nil }
    let judgement =
      low > ruleHigh
      ? "The model is clearly better."
      : high < ruleLow
        ? "The rule is better: the model is not worth its cost."
        : "The ranges overlap, so these messages do not settle whether the model is better."
    return
      "The best rule of one feature (\(rule.isReversed ? "not: " : "")\(rule.name)) is right in "
      + "\(NumberFormat.text(rule.accuracy, .percent)). \(judgement)"
  }

  /// Whether probabilities mean what they say.
  var calibration: String? {
    let all = CalibrationSummary(report.reliability)
    guard let all, let interval = all.interval else { return nil }
    let judgement =
      all.confidence > interval.upperBound
      ? "Its probabilities are overconfident"
      : all.confidence < interval.lowerBound
        ? "Its probabilities are too modest"
        : positiveShift == nil
          ? "Its probabilities mean what they say, as far as these messages can tell"
          : "Its answers are right about as often as it says"
    var sentence =
      "\(judgement): on average it is \(NumberFormat.percent(all.confidence)) sure and right in "
      + "\(NumberFormat.percent(all.right))."
    // Most answers are nearly sure; what the others are worth is another question.
    let doubtful = report.reliability.filter { $0.upper <= 0.95 }
    if let edge = doubtful.map(\.upper).max(), let some = CalibrationSummary(doubtful),
      some.count >= 10, some.count < all.count
    {
      sentence +=
        " When it is less than \(NumberFormat.percent(edge)) sure (\(NumberFormat.count(some.count)) answers, on average "
        + "\(NumberFormat.percent(some.confidence))), it is right in \(NumberFormat.percent(some.right))."
    }
    return sentence + (positiveShift.map { " " + $0 } ?? "")
  }

  /// That the positive class is given more, or less, than there is of it. How sure the answers are cannot show
  /// it, as errors of either kind make up for each other there.
  private var positiveShift: String? {
    guard let (positive, _) = pair, let mean = report.meanPositiveProbability else { return nil }
    let share = Estimate.proportion(matrix.support(positive), of: matrix.total)
    guard let value = share.value, let low = share.low, let high = share.high,
      mean < low || mean > high
    else { return nil }
    return
      "But it gives \(name(positive)) \(NumberFormat.percent(mean)) on average where \(NumberFormat.percent(value)) are: "
      + "estimates made of its probabilities are off by as much."
  }

  /// The course of training.
  var fit: String? { report.learning?.verdict }
}

/// Some bins of a reliability diagram taken together.
struct CalibrationSummary {
  /// Answers.
  let count: Int
  /// Mean probability of the answers.
  let confidence: Double
  /// Share of them that was right, 0...1.
  let right: Double

  /// Nil without answers.
  init?(_ bins: [Calibration.Bin]) {
    let count = bins.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    self.count = count
    confidence = bins.reduce(0) { $0 + $1.meanConfidence * Double($1.count) } / Double(count)
    right = bins.reduce(0) { $0 + $1.observed * Double($1.count) } / Double(count)
  }

  /// Wilson interval of `right`.
  var interval: ClosedRange<Double>? {
    WilsonInterval.interval(
      successes: min(count, Int((right * Double(count)).rounded())), of: count)
  }
}
