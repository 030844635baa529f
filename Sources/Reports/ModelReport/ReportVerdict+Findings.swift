import Audits
import ClassificationMetrics
import Drift

/// What the audits found.
extension ReportVerdict {
  /// Rates of fewer messages say too little.
  private static let smallestSlice = 10

  /// The kind of message that the model does worst on, where its range lies apart from that of all.
  var weakestSlice: String? {
    guard !report.slices.isEmpty else { return nil }
    let slices = report.slices.filter { $0.examples >= Self.smallestSlice }
    let weak = slices.filter { isBelow($0.accuracy, evaluation.accuracy) }
    if let slice = weak.min(by: { ($0.accuracy.value ?? 1) < ($1.accuracy.value ?? 1) }) {
      return "It does worst on messages of the kind '\(slice.label)': right in "
        + "\(NumberFormat.text(slice.accuracy, .percent)) of \(NumberFormat.count(slice.examples)), against "
        + "\(NumberFormat.text(evaluation.accuracy, .percent)) of all."
    }
    if let (positive, negative) = pair {
      let missed = slices.filter {
        ($0.positives ?? 0) >= Self.smallestSlice && isBelow($0.recall, evaluation.recall)
      }
      if let slice = missed.min(by: { ($0.recall.value ?? 1) < ($1.recall.value ?? 1) }) {
        return
          "It misses most \(name(positive)) among messages of the kind '\(slice.label)': found are "
          + "\(NumberFormat.text(slice.recall, .percent)), against \(NumberFormat.text(evaluation.recall, .percent)) of all."
      }
      let alarming = slices.filter {
        $0.examples - ($0.positives ?? 0) >= Self.smallestSlice
          && isBelow(alarmRate, $0.falsePositiveRate)
      }
      if let slice = alarming.max(by: {
        ($0.falsePositiveRate.value ?? 0) < ($1.falsePositiveRate.value ?? 0)
      }) {
        return
          "Most false alarms are among \(name(negative)) messages of the kind '\(slice.label)': "
          + "\(NumberFormat.text(slice.falsePositiveRate, .percent)), against \(NumberFormat.text(alarmRate, .percent)) of all."
      }
    }
    return "No kind of message stands out as weak."
  }

  /// A feature without which the model is clearly worse.
  var leaning: String? {
    guard let audit = report.shortcuts else { return nil }
    let worse = audit.masked.filter { isBelow($0.accuracy, audit.accuracy) }
    guard let mask = worse.min(by: { ($0.accuracy.value ?? 1) < ($1.accuracy.value ?? 1) }) else {
      return nil
    }
    return "It leans on what may be a shortcut: with \(mask.name) it is right in "
      + "\(NumberFormat.text(mask.accuracy, .percent)) only."
  }

  /// The disguise that hides most.
  var disguise: String? {
    guard let audit = report.obfuscation, let (positive, _) = pair else { return nil }
    let hiding = audit.disguises.filter { isBelow($0.recall, audit.recall) }
    guard let worst = hiding.min(by: { ($0.recall.value ?? 1) < ($1.recall.value ?? 1) }) else {
      return nil
    }
    return
      "A sender can hide from it: with \(worst.name), \(NumberFormat.text(worst.recall, .percent)) of the "
      + "\(name(positive)) would still be found, instead of \(NumberFormat.text(audit.recall, .percent))."
  }

  /// Messages that training has nearly seen.
  var nearDuplicates: String? {
    let rows = Set((report.nearDuplicates ?? []).map(\.row)).count
    guard rows > 0 else { return nil }
    return "\(NumberFormat.count(rows, "message")) of \(NumberFormat.count(report.data.examples)) "
      + "\(rows == 1 ? "is" : "are") nearly the same as a training message, which makes "
      + "\(rows == 1 ? "it" : "them") easier than new mail would be."
  }

  /// Labels to look at before the model is blamed.
  var labels: String? {
    guard let suspects = report.labelIssues, !suspects.isEmpty, !isWorseThanGuessing else {
      return nil
    }
    let rows = suspects.prefix(3).map { "\($0.row)" } + (suspects.count > 3 ? ["…"] : [])
    return "\(NumberFormat.count(suspects.count, "label")) may be wrong "
      + "(\(suspects.count == 1 ? "row" : "rows") \(rows.joined(separator: ", "))): look at "
      + "\(suspects.count == 1 ? "it" : "them") before blaming the model."
  }

  /// Rows and tokens that did not count.
  var reading: String? {
    let data = report.data
    let parts = [
      data.skippedRows > 0 ? "\(NumberFormat.count(data.skippedRows, "bad row")) left out" : nil,
      data.truncatedMessages > 0
        ? "\(NumberFormat.count(data.truncatedMessages, "message")) read in part only, being longer than the model "
          + "reads" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : "Note: \(NumberFormat.list(parts))."
  }

  /// The newest check of whether mail has changed.
  var drift: String? {
    guard let drift = report.drift, drift.verdict != .none else { return nil }
    return "The last drift check (\(drift.current.name) against \(drift.reference.name)) found "
      + "\(drift.verdict == .large ? "a large" : "a moderate") change: these numbers may no longer hold."
  }

  /// Whether one range lies wholly below another.
  private func isBelow(_ lower: Estimate, _ upper: Estimate) -> Bool {
    guard let high = lower.high, let low = upper.low else { return false }
    return high < low
  }
}

extension Slice {
  /// "length: 0 to 49 characters".
  fileprivate var label: String { "\(group): \(name)" }
}
