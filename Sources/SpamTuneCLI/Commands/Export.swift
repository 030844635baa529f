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

  @Option(help: "For which program.") var format: Format = .huggingface
  @Option(name: [.short, .long], help: "Model's folder, or a run's name. (default: the newest)")
  var model: String?
  @Option(help: "Where the model's base is, when it was moved.") var base: String?
  @Option(help: "Database in which to look for runs.") var database: String?
  @Flag(
    help: """
      Fold the threshold as well: the most probable class is then what the threshold decides, and the \
      probabilities are shifted.
      """)
  var foldThreshold = false
  @Option(name: [.short, .long], help: "Folder to write; it must be new.") var output: String
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let folder = try ModelChoice.folder(model, database: database)
    try HuggingFaceExport.write(
      model: folder, base: base, foldsThreshold: foldThreshold, output: output)
    note("wrote \(output)")
  }
}
