import ArgumentParser
import Foundation
import GPT2Tokenizer
import TextDatasets

struct Tokenizer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make tokenizers.", subcommands: [Train.self])

  struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
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

    func run() throws {
      var trainer = try BytePairTrainer(
        vocabularySize: vocabSize, minimumFrequency: minFrequency)
      for path in text {
        for document in try TextDocuments(path: path, layout: layout).texts {
          trainer.add(document)
        }
      }
      let tokenizer = try trainer.train()
      try FileManager.default.createDirectory(
        atPath: output, withIntermediateDirectories: true)
      try tokenizer.write(toDirectory: output, maximumLength: maxLength)
      note("wrote \(output): \(tokenizer.vocabularySize) tokens")
    }
  }
}
