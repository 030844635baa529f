import ArgumentParser
import SpamTuneKit
import TextDatasets

struct Tokenizer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make tokenizers.", subcommands: [TokenizerTrain.self])
}

struct TokenizerTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn a byte-level byte-pair vocabulary from texts.",
    discussion: """
      The merges are those of Hugging Face's tokenizers library. The files are written in its \
      formats: tokenizer.json, vocab.json and merges.txt.
      """)

  @Option(help: "File of texts; may be repeated.") var text: [String]
  @Option(help: "How files are divided into documents. (default: by name and blank lines)")
  var layout: TextDocuments.Layout?
  @Option(help: "Number of tokens, with the 256 bytes and <|endoftext|>.")
  var vocabSize = 8_192
  @Option(help: "A pair that is rarer is not merged.") var minFrequency = 2
  @Option(help: "Longest text in tokens that the files speak of.") var maxLength = 1_024
  @Option(name: [.short, .long], help: "Folder to write.") var output: String
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let count = try TokenizerTraining.write(
      texts: text, layout: layout, vocabularySize: vocabSize, minimumFrequency: minFrequency,
      maximumLength: maxLength, output: output)
    note("wrote \(output): \(count) tokens")
  }
}
