import ArgumentParser
import Reports
import SpamTuneKit

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast this machine does each part of the work.",
    discussion: """
      Uses the first messages of the data, about 4,096 tokens, and writes nothing. The shares compare \
      with a large product in the same precision, and with adding up large arrays, measured first.
      """)

  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?
  @Option(name: [.short, .long], help: "File of messages.") var data: String?
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    let home = Home.standard
    let benchmark = try Benchmark(
      base: try home.base(named: base, tell: note(sentence:)),
      data: try home.data(named: data, tell: note(sentence:)),
      reading: reading.options
    ) { note("measuring: \($0)") }
    switch format {
    case .json: try printJSON(benchmark)
    case .text: try StandardOutput.print(Document(benchmark))
    }
  }
}
