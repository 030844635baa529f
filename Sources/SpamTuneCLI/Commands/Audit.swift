import ArgumentParser
import Audits
import Reports
import SpamTuneKit
import TextDatasets

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look behind a model's accuracy: slices, shortcuts, disguises, doubtful labels.",
    discussion: """
      Without --data the test part of the model's run is looked at, or its validation part where that is \
      empty. Messages are named by their row in the file, and never shown.
      """)

  @Option(name: [.short, .long], help: "Model's folder, or a run's name. (default: the newest)")
  var model: String?
  @Option(
    name: [.short, .long],
    help: "File of labelled messages. (default: what the model's run held out)")
  var data: String?
  @OptionGroup var slices: SliceArguments
  @Option(
    help: """
      Share of the negative messages that may be found positive when disguises are tried, such as 0.1%. \
      (default: what the model's own threshold makes of them)
      """)
  var atFpr: String?
  @Option(help: "Where the model's base is, when it was moved.") var base: String?
  @Option(help: "The class that precision and recall speak of. (default: the model's)")
  var positiveLabel: String?
  @Option(help: "What becomes of texts longer than the model reads.")
  var longText: LongText = .truncate
  @Option(help: "Database in which to look for runs.") var database: String?
  @Option(help: "How the result is printed.") var format: DocumentFormat = .text
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(
    help: """
      Of products with frozen weights: auto is what training has checked the model with.
      """)
  var precision: PrecisionChoice = .auto
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func validate() throws {
    try reading.checkFile(isGiven: data != nil)
  }

  func run() throws {
    threads.apply()
    let patterns = try slices.patterns()
    let rate = try atFpr.map(share)
    let classifier = try TextClassifier(
      directory: try ModelChoice.folder(model, database: database), base: base)
    let messages = try messages(for: classifier)
    let prepared = try classifier.prepared(precision)
    let answers = try ScoredMessages(
      messages, by: prepared, positiveLabel: positiveLabel, longText: longText)
    let audit = try ModelAudit(
      answers, by: prepared, longText: longText, patterns: patterns, falsePositiveRate: rate)
    switch format {
    case .json: try printJSON(audit)
    case .text: try StandardOutput.print(AuditText.text(audit))
    case .markdown: try StandardOutput.print(AuditText.markdown(audit))
    }
  }

  private func messages(for classifier: TextClassifier) throws -> LabelledMessages {
    if let data {
      var options = reading.options
      options.furtherColumns = slices.columns
      return try LabelledMessages(file: data, reading: options, classes: classifier.labels)
    }
    return try LabelledMessages(
      heldOutByRunIn: classifier.folder.path, furtherColumns: slices.columns)
  }

  /// A share of less than all.
  private func share(_ text: String) throws -> Double {
    let share = try ShareOption.value(text, of: "--at-fpr")
    guard share < 1 else { throw AuditError.falsePositiveRate(share) }
    return share
  }
}
