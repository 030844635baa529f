import ArgumentParser
import Foundation
import GPT2
import SpamTuneKit

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Continue a text with a base model, to see that its weights loaded rightly.")

  @Argument(help: "The text to continue.") var prompt: String
  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?
  @Option(help: "New tokens at most.") var tokens = 40
  @Option(help: "0 takes the most probable token; higher is more varied.") var temperature = 0.0
  @Option(help: "Choose among this many most probable tokens.") var topK: Int?
  @Option(help: "Choose among the most probable tokens that reach this probability.")
  var topP: Double?
  @Option(help: "Seed of the choice.") var seed: UInt64 = 123
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func validate() throws {
    guard tokens > 0 else { throw ValidationError("--tokens is \(tokens); give 1 or more.") }
    guard temperature >= 0, temperature.isFinite else {
      throw ValidationError("--temperature is \(temperature); give 0 or more.")
    }
    if let topK, topK < 1 { throw ValidationError("--top-k is \(topK); give 1 or more.") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p is \(topP); give a number above 0, at most 1.")
    }
  }

  func run() throws {
    threads.apply()
    var generator = try TextGenerator(
      directory: try Home.standard.base(named: base, tell: note(sentence:)))
    let sampling = Sampling(temperature: temperature, topK: topK, topP: topP)
    // With the first new text, because a prompt that is too long gets nothing but a sentence.
    var begin = prompt
    try generator.generate(
      from: prompt, count: tokens, sampling: sampling, seed: seed
    ) { text in
      try StandardOutput.write(begin + text)
      begin = ""
    }
    try StandardOutput.write(begin + "\n")
  }
}
