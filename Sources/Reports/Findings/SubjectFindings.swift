import ClassificationMetrics
import Foundation

extension Section {
  /// What the messages are that all this was measured on.
  static func data(_ card: DataCard) -> Section {
    let seen =
      card.isTrainedOn
      ? "the model was trained on this file"
      : card.seenInTraining.map { NumberFormat.count($0) } ?? "not known"
    let tokens = quartiles(card.tokenQuartiles).map { [Fact("tokens per message", $0)] } ?? []
    return Section(
      "data", "Data",
      [
        .facts(
          [
            Fact("name", card.name), Fact("file", card.path, isCode: true),
            Fact("SHA-256", card.sha256, isCode: true), Fact("messages", count: card.examples),
          ] + tokens + [
            Fact("rows left out", count: card.skippedRows),
            Fact("messages cut to the model’s length", count: card.truncatedMessages),
            Fact("messages that occur more than once", count: card.duplicates),
            Fact("messages that equal one of training", seen),
          ]),
        .table(
          Table(
            "Messages of each class", ["class", "messages", "share"],
            card.classes.map {
              [
                .name($0.name), .count($0.examples),
                .share(
                  card.examples > 0 ? Double($0.examples) / Double(card.examples) : nil),
              ]
            })),
      ])
  }

  private static func quartiles(_ values: [Int]) -> String? {
    guard values.count == 5 else { return nil }
    let texts = values.map { NumberFormat.count($0) }
    return "\(texts[0]) to \(texts[4]), half of them \(texts[1]) to \(texts[3]), median \(texts[2])"
  }

  /// How the model and the report came to be: commands, settings, versions, digests.
  static func origin(_ subject: ReportSubject) -> Section {
    func fact(_ name: String, _ value: String?, isCode: Bool = false) -> [Fact] {
      value.map { [Fact(name, $0, isCode: isCode)] } ?? []
    }
    let facts =
      fact("folder", subject.model, isCode: true)
      + fact("SHA-256 of its weights", subject.sha256, isCode: true) + fact("run", subject.run)
      + fact("base", subject.base, isCode: true)
      + [
        Fact("parameters", count: subject.parameters),
        Fact("classes", subject.classes.joined(separator: ", ")),
      ] + fact("positive class", subject.positiveClass)
      + fact("threshold", subject.threshold.map(NumberFormat.probability))
      + fact("unsure from", subject.unsureFrom.map(NumberFormat.probability))
      + fact("chosen by", subject.decision)
      + [
        Fact("temperature", NumberFormat.decimals(subject.temperature, 3)),
        Fact("spamtune", subject.version), Fact("made", Moments.minute(subject.createdAt)),
      ]
    let settings = subject.settings.sorted { $0.key < $1.key }
    return Section(
      "origin", "Model",
      (subject.command.map { [.paragraph("The model was made by"), .command($0)] } ?? [])
        + [
          .paragraph("This report was made by"), .command(subject.reportCommand), .facts(facts),
        ]
        + (settings.isEmpty
          ? []
          : [
            .folded(
              "Settings",
              [
                .table(
                  Table(
                    "Settings of the run, defaults included", ["setting", "value"],
                    settings.map { [.name($0.key), .text($0.value)] }))
              ])
          ]))
  }
}

/// Points in time as texts have them.
enum Moments {
  /// "2026-09-01 12:00".
  static func minute(_ date: Date) -> String {
    String(date.ISO8601Format().prefix(16)).replacing("T", with: " ")
  }

  /// "2026-09-01 12:00:00".
  static func second(_ date: Date) -> String {
    String(date.ISO8601Format().prefix(19)).replacing("T", with: " ")
  }

  /// "2026-09-01 12:00 UTC" of an ISO 8601 time of that zone; others stay as they are.
  static func minute(_ time: String) -> String {
    let parts = time.split(separator: "T")
    guard parts.count == 2, parts[1].hasSuffix("Z") else { return time }
    return "\(parts[0]) \(parts[1].dropLast().prefix(5)) UTC"
  }
}
