import SpamTuneKit

/// How the model and this page came to be: commands, settings, versions, digests.
struct OriginSection: PageSection {
  static let anchor = "origin"
  let heading = "How this was made"

  let command: String?
  let reportCommand: String
  let facts: [PageFact]
  let settings: PageTable?

  init(_ subject: ReportSubject) {
    command = subject.command
    reportCommand = subject.reportCommand
    let facts: [PageFact?] = [
      PageFact("Model", subject.model, isCode: true),
      PageFact("SHA-256", subject.sha256, isCode: true),
      subject.run.map { PageFact("Run", $0) },
      subject.base.map { PageFact("Base", $0, isCode: true) },
      PageFact("Parameters", PageNumber.count(subject.parameters)),
      PageFact("Classes", subject.classes.joined(separator: ", ")),
      subject.positiveClass.map { PageFact("Positive class", $0) },
      subject.threshold.map { PageFact("Threshold", PageNumber.decimal($0)) },
      subject.unsureFrom.map { PageFact("Unsure from", PageNumber.decimal($0)) },
      subject.decision.map { PageFact("Chosen by", $0) },
      PageFact("Temperature", PageNumber.decimal(subject.temperature)),
      PageFact("spamtune", subject.version), PageFact("Made", Headline.day(subject.createdAt)),
    ]
    self.facts = facts.compactMap { $0 }
    settings =
      subject.settings.isEmpty
      ? nil
      : PageTable(
        "Settings of the run, defaults included", columns: [.text("Setting"), .text("Value")],
        rows: subject.settings.sorted { $0.key < $1.key }.map {
          [.heading($0.key), .text($0.value)]
        })
  }
}
