import ArgumentParser
import SpamTuneKit
import TextDatasets

extension DataOptions.Balance: ExpressibleByArgument {}

/// Labelled messages, and what of them training sees.
struct MessageArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "File of labelled messages.") var data: String?
  @Flag(help: .setting("no_shuffle")) var noShuffle = false
  @Option(help: .setting("balance")) var balance: DataOptions.Balance?
  @Option(help: .setting("class_weights")) var classWeights: String?
  @Option(help: .setting("positive_label")) var positiveLabel: String?
}
