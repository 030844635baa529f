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

  @OptionGroup var use: ModelUse
  @Option(
    name: [.short, .long],
    help: "File of labelled messages. (default: what the model's run held out)")
  var data: String?
  @OptionGroup var slices: SliceArguments
  @Option(
    help: """
      False positive rate at which disguises are tried, such as 0.1%. (default: that of the model's own \
      threshold)
      """)
  var atFpr: String?
  @Option(help: "The class that precision and recall speak of. (default: the model's)")
  var positiveLabel: String?
  @Option(help: "Output format.") var format: DocumentFormat = .text
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func validate() throws {
    try reading.checkFile(isGiven: data != nil)
  }

  func run() throws {
    threads.apply()
    let patterns = try slices.patterns()
    let rate = try atFpr.map(share)
    let classifier = try use.choice.classifier()
    let run = use.choice.run(
      ofModelIn: classifier.folder.path, furtherColumns: slices.columns)
    let messages = try messages(for: classifier, madeBy: run)
    let prepared = try classifier.prepared(use.reading.precision)
    let answers = try ScoredMessages(
      messages, by: prepared, positiveLabel: positiveLabel, longText: use.reading.longText)
    let audit = try ModelAudit(
      answers, by: prepared, madeBy: run, longText: use.reading.longText, patterns: patterns,
      falsePositiveRate: rate)
    switch format {
    case .json: try printJSON(audit)
    case .text: try StandardOutput.print(Document(audit))
    case .markdown: try StandardOutput.printMarkdown(Document(audit))
    }
  }

  private func messages(
    for classifier: TextClassifier, madeBy run: FinishedRun?
  ) throws -> LabelledMessages {
    if let data {
      var options = reading.options
      options.furtherColumns = slices.columns
      return try LabelledMessages(file: data, reading: options, classes: classifier.classes.names)
    }
    return try FinishedRun.heldOut(by: run, ofModelIn: classifier.folder.path)
  }

  /// A share of less than all.
  private func share(_ text: String) throws -> Double {
    let share = try ShareOption.value(text, of: "--at-fpr")
    guard share < 1 else { throw AuditError.falsePositiveRate(share) }
    return share
  }
}
