import ArgumentParser
import Foundation
import SpamTuneKit
import TextDatasets

struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which class texts belong to.",
    discussion: """
      Texts come from the command line, from a file, or, with '-', from standard input: a text per \
      line, or JSON Lines. Each is answered as soon as it has been read.

      A model with thresholds ('spamtune calibrate') answers by them; between two of them the answer is \
      'unsure', beside the probability of the positive class.

      --precision is for --file and '-': texts on the command line are answered in float32.
      """)

  @Argument(help: "Texts, or - for standard input.") var text: [String] = []
  @Option(help: "File of texts: a line each, CSV, TSV or JSON Lines.") var file: String?
  @OptionGroup var use: ModelUse
  @Option(help: "Lowest probability that counts as positive. (default: the model's, or 0.5)")
  var threshold: Double?
  @Option(help: "Output format; json gives an object per line.")
  var format: ClassificationFormat = .text
  @OptionGroup(title: "Explaining") var explaining: ExplanationArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
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
    var model = try use.choice.classifier()
    if let threshold { model = try model.deciding(at: threshold) }
    let classifier = model
    var printer = ClassificationPrinter(format: format, labels: classifier.classes.names)
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
      try explanations?.print(text, by: classifier, longText: use.reading.longText)
    } else {
      try printer.print(try classifier.classify(text, longText: use.reading.longText))
    }

    func classify(_ stream: MessageStream) throws {
      let classifier = try classifier.prepared(use.reading.precision)
      while true {
        let batch = try stream.nextBatch(atMost: 256)
        guard !batch.isEmpty else { break }
        let places = batch.map { "\(file ?? "standard input"), line \($0.line)" }
        guard explanations == nil else {
          try explanations?.print(
            batch.map(\.text), by: classifier, longText: use.reading.longText, places: places)
          continue
        }
        try printer.print(
          try classifier.classify(batch.map(\.text), longText: use.reading.longText, places: places)
        )
      }
      if stream.skippedCount > 0 { note("\(stream.skippedCount) bad rows were skipped") }
    }
  }
}
