import ArgumentParser
import SpamTuneKit

struct InitBase: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a base model of random weights, to train everything from nothing.")

  @Option(help: "A config.json: its sizes are used.") var config: String
  @Option(help: "Folder of the tokenizer.") var tokenizer: String
  @Option(help: "Seed of the weights.") var seed: UInt64 = 123
  @Option(
    help: ArgumentHelp(
      "Draw the weights as a published program does.",
      discussion: """
        raschka: as his GPTModel begins after torch.manual_seed, larger than GPT-2's own weights were.
        """))
  var compat: Compatibility?
  @Option(name: [.short, .long], help: "Folder for the base; it must be new.") var output: String
  @OptionGroup var optionsFile: OptionsFileArgumentBesideConfig

  func run() throws {
    try BaseInitialization.write(
      configuration: config, tokenizer: tokenizer, seed: seed, compatibility: compat, output: output
    )
    note("wrote \(output)")
  }
}
