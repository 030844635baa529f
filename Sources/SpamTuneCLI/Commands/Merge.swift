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

  @OptionGroup var choice: ModelChoice
  @Option(
    help: """
      original: the base as it was before it was quantised; dequantised: what its codes stand for. \
      (default: what the adapter was trained beside)
      """)
  var into: AdapterMerge.Target?
  @Option(name: [.short, .long], help: "File of labelled messages to compare answers on.")
  var data: String?
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @Option(name: [.short, .long], help: "Folder to write; it must be new.") var output: String
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    let folder = try choice.folder()
    let result = try AdapterMerge(
      model: folder, base: choice.base, into: into, data: data, reading: reading.options,
      madeBy: choice.run(ofModelIn: folder), output: output)
    note("wrote \(output)")
    switch format {
    case .json: try printJSON(result)
    case .text:
      guard let comparison = result.comparison else {
        note("answers were not compared: that needs a head, and labelled messages (--data)")
        return
      }
      try StandardOutput.print(Document(comparison, into: result.target))
    }
  }
}
