import ClassificationMetrics

/// A comparison in plain words. Features are named; no message is quoted.
struct DriftSentences {
  let reference: DriftReport.Side
  let current: DriftReport.Side
  let features: [DriftReport.Feature]
  let domainAUC: Estimate
  let estimatedReference: DriftReport.EstimatedQuality?
  let estimatedCurrent: DriftReport.EstimatedQuality?
  let verdict: DriftReport.Verdict

  func all(remarks: [String]) -> [String] {
    [headline, changes, domain, quality, advice].compactMap(\.self) + remarks
      + [fewMessages, Self.blindness].compactMap(\.self)
  }

  /// True of every comparison that has no labels.
  static let blindness =
    "What this cannot see: the same kinds of messages, of which others now count as spam (concept drift). "
    + "Texts do not show that; only new labels do."

  private var headline: String {
    let sides =
      "\(current.examples) messages of \(current.name) against \(reference.examples) of \(reference.name)"
    return switch verdict {
    case .none: "No drift beyond chance: \(sides)."
    case .moderate: "Moderate drift: \(sides)."
    case .large: "Large drift: \(sides)."
    }
  }

  private var changes: String? {
    let changed = features.filter { $0.verdict > .none }
      .sorted { ($0.difference ?? 0) - ($0.chance ?? 0) > ($1.difference ?? 0) - ($1.chance ?? 0) }
    guard !changed.isEmpty else {
      return verdict == .none ? nil : "No single feature has changed beyond chance."
    }
    let listed = changed.prefix(3).map { "\($0.name) (\(Self.change(of: $0)))" }
    let rest = changed.count - listed.count
    return "Most changed: \(listed.joined(separator: ", "))"
      + (rest > 0 ? ", and \(rest) more." : ".")
  }

  private static func change(of feature: DriftReport.Feature) -> String {
    guard let before = feature.referenceMean, let now = feature.currentMean else {
      return "Jensen-Shannon distance " + number(feature.jensenShannon)
    }
    let psi = feature.psi.value.map { ", PSI " + number($0) } ?? ""
    return "mean \(number(before)) → \(number(now))\(psi)"
  }

  private var domain: String? {
    guard let auc = domainAUC.value else { return nil }
    var text =
      "By the model's features the two sides can be told apart with ROC-AUC \(Self.number(auc))"
    if let low = domainAUC.low, let high = domainAUC.high {
      text += " (\(Self.number(low)) to \(Self.number(high)))"
    }
    return text + "; 0.5 is a guess, 1 is always."
  }

  private var quality: String? {
    guard let now = estimatedCurrent, let precision = now.precision.value,
      let recall = now.recall.value
    else { return nil }
    var text =
      "By its own probabilities the model's precision is now \(Self.percent(precision)) and its recall "
      + "\(Self.percent(recall))"
    if let before = estimatedReference, let precision = before.precision.value,
      let recall = before.recall.value
    {
      text += ", against \(Self.percent(precision)) and \(Self.percent(recall)) on the reference"
    }
    return text
      + (verdict == .large
        ? ". Do not rely on it under so much drift: the truth may be far below."
        : "; that holds as far as its probabilities do.")
  }

  private var advice: String {
    switch verdict {
    case .none:
      "Nothing here speaks against the precision and recall that were measured on the reference."
    case .moderate:
      "Look at what changed, and label a few hundred of the current messages to see whether the measured "
        + "precision and recall still hold."
    case .large:
      "What was measured on the reference may no longer hold: label a few hundred of the current messages, "
        + "evaluate on them, and train again with them."
    }
  }

  private var fewMessages: String? {
    let fewest = min(reference.examples, current.examples)
    guard fewest < 200 else { return nil }
    return "With \(fewest) messages on one side only coarse changes stand out from chance."
  }

  private static func number(_ value: Double) -> String {
    PlainNumber.text(value, decimals: abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 3)
  }

  private static func percent(_ value: Double) -> String { PlainNumber.percent(value, decimals: 1) }
}
