import Audits
import ClassificationMetrics
import Foundation

/// The tables of an audit, and what they amount to in a sentence.
extension AuditText {
  public static func slices(_ slices: [Slice]) -> TextTable {
    var table = TextTable(
      [
        "by", "slice", "messages", "positive", "accuracy", "precision", "recall",
        "false positives",
      ], .left, .left, .right)
    for slice in slices {
      table.append([
        slice.group, slice.name.shortened(to: 40), "\(slice.examples)",
        slice.positives.map { "\($0)" } ?? "–",
        percent(slice.accuracy), percent(slice.precision), percent(slice.recall),
        percent(slice.falsePositiveRate),
      ])
    }
    return table
  }

  /// Whether a rule comes near the model.
  public static func verdict(_ audit: ShortcutAudit) -> String {
    guard let best = audit.rules.first else { return "No rule was tried." }
    let rule = "\"\(best.name)\"" + (best.isReversed ? " reversed" : "")
    let model = "the model's \(percent(audit.accuracy)) % (MCC \(number(audit.mcc)))"
    return "The best rule of one feature, \(rule), reaches \(percent(best.accuracy)) % (MCC "
      + "\(number(best.mcc))) against \(model)."
  }

  /// The best rules.
  public static func rules(_ audit: ShortcutAudit) -> TextTable {
    var table = TextTable(["rule", "says", "accuracy", "MCC"], .left, .left, .right)
    for rule in audit.rules.prefix(5) {
      table.append([
        rule.name, rule.isReversed ? "negative" : "positive", percent(rule.accuracy),
        number(rule.mcc),
      ])
    }
    return table
  }

  public static func masked(_ audit: ShortcutAudit) -> TextTable {
    var table = TextTable(
      ["mask", "changed", "other answer", "accuracy", "recall", "false positives"], .left, .right)
    for mask in audit.masked {
      table.append([
        mask.name, "\(mask.changed)", "\(mask.flipped)", percent(mask.accuracy),
        percent(mask.recall), percent(mask.falsePositiveRate),
      ])
    }
    return table
  }

  public static func verdict(_ audit: ObfuscationAudit) -> String {
    "At a threshold of \(number(audit.threshold)), which finds \(percent(audit.falsePositiveRate)) % of the "
      + "negative messages positive, \(percent(audit.recall)) % of the \(audit.positives) positive ones are "
      + "found as they are."
  }

  public static func disguises(_ audit: ObfuscationAudit) -> TextTable {
    var table = TextTable(["disguise", "changed", "recall"], .left, .right)
    for disguise in audit.disguises {
      table.append([disguise.name, "\(disguise.changed)", percent(disguise.recall)])
    }
    return table
  }

  public static func labelIssues(_ suspects: [LabelIssue]) -> TextTable {
    var table = TextTable(
      ["row", "label", "probability", "suggested", "probability"], .right, .left, .right, .left,
      .right)
    for suspect in suspects {
      table.append([
        "\(suspect.row)", suspect.label, number(suspect.probabilityOfLabel), suspect.suggested,
        number(suspect.probabilityOfSuggested),
      ])
    }
    return table
  }

  public static func nearDuplicates(_ pairs: [NearDuplicate]) -> TextTable {
    var table = TextTable(
      ["row", "training row", "similarity", "labels"], .right, .right, .right, .left)
    for pair in pairs {
      table.append([
        "\(pair.row)", "\(pair.trainingRow)", String(format: "%.3f", pair.similarity),
        pair.hasSameLabel ? "equal" : "different",
      ])
    }
    return table
  }

  /// Percent with one decimal, and the interval as far as there is one.
  static func percent(_ estimate: Estimate) -> String {
    func text(_ value: Double) -> String { String(format: "%.1f", 100 * value) }
    guard let value = estimate.value else { return "–" }
    guard let low = estimate.low, let high = estimate.high else { return text(value) }
    return "\(text(value)) (\(text(low))–\(text(high)))"
  }

  private static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}
