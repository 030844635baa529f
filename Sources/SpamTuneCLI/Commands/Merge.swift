import ArgumentParser
import Foundation
import Reports
import SpamTuneKit
import TextDatasets

extension AdapterMerge.Target: ExpressibleByArgument {}

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fold an adapter into its base.",
    discussion: """
      Reads what 'train --method lora' saved, or an adapter of PEFT's, and writes a whole model. Where the base \
      was quantised, answers depend on what the adapter is folded into: they are compared, on --data or on the \
      test part of the adapter's own run.
      """)

  @Option(
    name: [.short, .long], help: "Adapter's folder, or a run's name. (default: the newest run)")
  var model: String?
  @Option(help: "Where the adapter's base is, when it was moved or is only named.")
  var base: String?
  @Option(
    help: """
      original: the base as it was before it was quantised; dequantised: what its codes stand for. \
      (default: what the adapter was trained beside)
      """)
  var into: AdapterMerge.Target?
  @Option(name: [.short, .long], help: "File of labelled messages to compare answers on.")
  var data: String?
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(help: "Database in which to look for runs.") var database: String?
  @Option(name: [.short, .long], help: "Folder to write; it must be new.") var output: String
  @Option(help: "How the result is printed.") var format: OutputFormat = .text
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    let result = try AdapterMerge(
      model: try ModelChoice.folder(model, database: database), base: base, into: into,
      data: data, reading: reading.options, output: output)
    note("wrote \(output)")
    switch format {
    case .json: try printJSON(result)
    case .text:
      guard let comparison = result.comparison else {
        note("answers were not compared: that needs a head, and labelled messages (--data)")
        return
      }
      try StandardOutput.print(Self.text(comparison, result.target))
    }
  }

  private static func text(
    _ comparison: AdapterMerge.Comparison, _ target: AdapterMerge.Target
  ) -> String {
    """
    On \(comparison.messages) messages:
    accuracy beside the base  \(EvaluationText.text(comparison.accuracyBefore))
    accuracy merged           \(EvaluationText.text(comparison.accuracyAfter))
    \(comparison.changedAnswers) answers changed; probabilities by \
    \(String(format: "%.2g", comparison.largestDifference)) at most (into the \(target.rawValue) weights)
    """
  }
}
