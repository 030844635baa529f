import ArgumentParser
import Foundation
import GPT2Tokenizer
import SpamTuneKit
import TextDatasets

struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the tokens of a text.",
    discussion: """
      With '-' texts come from standard input, a line each or JSON Lines; --format json then writes \
      {"ids": […]} per line.
      """)

  @Argument(help: "The text, or - for standard input.") var text: String
  @Option(help: "Folder of a tokenizer or model. (default: that of the default base)")
  var tokenizer: String?
  @Flag(help: "Read <|endoftext|> as the special token instead of as text.")
  var allowSpecial = false
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup var optionsFile: OptionsFileArgument

  struct Answer: Encodable {
    let ids: [Int32]
  }

  func run() throws {
    let tokenizer = try BytePairTokenizer(
      directory: try Home.standard.base(named: tokenizer, tell: note(sentence:)))
    guard text == "-" else { return try show(text, tokenizer) }
    var reader = try MessageReader(options: reading.options)
    while let message = try reader.next() { try show(message.text, tokenizer) }
  }

  private func show(_ text: String, _ tokenizer: BytePairTokenizer) throws {
    let ids = tokenizer.encode(text, allowSpecial: allowSpecial)
    switch format {
    case .json: try printJSON(Answer(ids: ids))
    case .text:
      let pieces = ids.map { id in
        let bytes = tokenizer.token(id) ?? []
        return "\(id) \(String(decoding: bytes, as: UTF8.self).debugDescription)"
      }
      try StandardOutput.write(pieces.map { $0 + "\n" }.joined())
    }
  }
}
