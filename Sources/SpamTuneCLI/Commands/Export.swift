import ArgumentParser
import SpamTuneKit

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a trained model for other programs.",
    discussion: """
      huggingface: a folder that transformers opens as GPT2ForSequenceClassification and that gives \
      the same probabilities. The temperature is folded into the head's weight, and the head's bias, \
      which that class lacks, into the final norm. That class reads a message's last token: a model that \
      was trained with another --pooling cannot be exported.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case huggingface
  }

  @Option(help: "Program to write for.") var format: Format = .huggingface
  @OptionGroup var choice: ModelChoice
  @Flag(
    help: """
      Fold the threshold as well: the most probable class is then what the threshold decides, and the \
      probabilities are shifted.
      """)
  var foldThreshold = false
  @Option(name: [.short, .long], help: "Folder to write; it must be new.") var output: String
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    try HuggingFaceExport.write(
      model: try choice.folder(), base: choice.base, foldsThreshold: foldThreshold, output: output)
    note("wrote \(output)")
  }
}
