import SpamTuneKit

/// Why a report has no findings of a kind, where nobody has looked for them.
enum NotLookedFor {
  private static let leftOut = "Not looked for, as the audits were left out."

  /// Nil where labels were looked at.
  static func labelIssues(in report: ModelReport) -> String? {
    report.labelIssues == nil ? leftOut : nil
  }

  /// Nil where they were looked for.
  static func nearDuplicates(in report: ModelReport) -> String? {
    if report.nearDuplicates != nil { return nil }
    if report.labelIssues == nil { return leftOut }
    return report.data.isTrainedOn
      ? "Not looked for, as the model was trained on this very file."
      : "Not looked for, as it is not known which messages the model was trained on."
  }
}

extension ReportSections {
  /// Findings that are missing because nobody has looked for them.
  var notLookedFor: ReportSection? {
    let reasons = [
      NotLookedFor.labelIssues(in: report).map { "Labels that may be wrong: " + $0 },
      NotLookedFor.nearDuplicates(in: report).map { "Near-duplicates of training messages: " + $0 },
    ].compactMap(\.self)
    return reasons.isEmpty
      ? nil : ReportSection(title: "Not looked for", blocks: [.sentences(reasons)])
  }
}
