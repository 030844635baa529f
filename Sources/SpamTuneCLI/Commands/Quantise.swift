import ArgumentParser
import GPT2Kernels
import SpamTuneKit

extension QuantisationFormat: ExpressibleByArgument {}

struct Quantise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a base with its weights in 4 or 8 bits.",
    discussion: """
      In the layout of bitsandbytes, which transformers reads. Adapters can be trained on it with \
      'train --method lora'; 'train --method qlora-nf4' does the same from an ordinary base, without the files.
      """)

  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String
  @Option(help: "nf4: 4.1 bits a weight; int8: 8 bits and a scale for each output.")
  var format: QuantisationFormat = .nf4
  @Flag(help: "Keep the scales of nf4 in float32, which takes 4.5 bits a weight.")
  var singleQuantisation = false
  @Option(name: [.short, .long], help: "Folder to write; it must be new.") var output: String
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    let result = try BaseQuantization.write(
      base: base, format: format, doubleQuantises: !singleQuantisation, output: output)
    note(
      "wrote \(output): weights of the blocks in \(result.bytesAfter >> 10) KiB, \(result.bytesBefore >> 10) "
        + "KiB before")
  }
}
