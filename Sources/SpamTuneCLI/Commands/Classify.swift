import ArgumentParser
import Foundation
import SpamTuneKit
import TextDatasets

extension LongText: ExpressibleByArgument {}

struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which class texts belong to.",
    discussion: """
      Texts come from the command line, from a file, or, with '-', from standard input: a text per \
      line, or JSON Lines. Each is answered as soon as it has been read.

      A model with thresholds ('spamtune calibrate') answers by them; between two of them the answer is \
      'unsure', beside the probability of the positive class.
      """)

  @Argument(help: "Texts, or - for standard input.") var text: [String] = []
  @Option(help: "File of texts: a line each, CSV, TSV or JSON Lines.") var file: String?
  @Option(name: [.short, .long], help: "Model's folder, or a run's name. (default: the newest)")
  var model: String?
  @Option(help: "Where the model's base is, when it was moved.") var base: String?
  @Option(help: "Database in which to look for runs.") var database: String?
  @Option(help: "Lowest probability that counts as positive. (default: the model's, or 0.5)")
  var threshold: Double?
  @Option(help: "How answers are printed: json gives an object per line.")
  var format: ClassificationFormat = .text
  @Option(
    help: """
      What becomes of a text longer than the model reads: read its start, its start and end, all \
      of it in windows, or refuse it.
      """)
  var longText: LongText = .truncate
  @OptionGroup(title: "Explaining") var explaining: ExplanationArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(
    help: """
      Of products with frozen weights, for --file and '-': auto is what training has checked the model \
      with.
      """)
  var precision: PrecisionChoice = .auto
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func validate() throws {
    try explaining.check(format)
    guard file == nil || text.isEmpty else {
      throw ValidationError("Give texts or --file, not both.")
    }
    guard !text.contains("-") || text.count == 1 else {
      throw ValidationError("'-' reads standard input and goes alone.")
    }
    guard file != nil || !text.isEmpty else {
      throw ValidationError("Give a text, --file FILE, or - for standard input.")
    }
  }

  func run() throws {
    threads.apply()
    var model = try TextClassifier(
      directory: try ModelChoice.folder(model, database: database), base: base)
    if let threshold { model = try model.deciding(at: threshold) }
    let classifier = model
    var printer = ClassificationPrinter(format: format, labels: classifier.labels)
    var explanations =
      explaining.explain
      ? try ExplanationPrinter(
        explaining, format: format, classifier: classifier, isStream: file != nil || text == ["-"])
      : nil
    if let file {
      try classify(MessageStream { try MessageReader(path: file, options: reading.options) })
    } else if text == ["-"] {
      try classify(MessageStream { try MessageReader(options: reading.options) })
    } else if explanations != nil {
      try explanations?.print(text, by: classifier, longText: longText)
    } else {
      try printer.print(try classifier.classify(text, longText: longText))
    }

    func classify(_ stream: MessageStream) throws {
      let classifier = try classifier.prepared(precision)
      while true {
        let batch = try stream.nextBatch(atMost: 256)
        guard !batch.isEmpty else { break }
        let places = batch.map { "\(file ?? "standard input"), line \($0.line)" }
        guard explanations == nil else {
          try explanations?.print(
            batch.map(\.text), by: classifier, longText: longText, places: places)
          continue
        }
        try printer.print(
          try classifier.classify(batch.map(\.text), longText: longText, places: places))
      }
      if stream.skippedCount > 0 { note("\(stream.skippedCount) bad rows were skipped") }
    }
  }
}
