import ArgumentParser
import GPT2

extension Pooling: ExpressibleByArgument {}
extension ClassificationHead.Initialization: ExpressibleByArgument {}

/// What a run starts from.
struct ModelArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?

  @Option(
    help: """
      Which hidden state speaks for a message: of the last token, the first, the mean, or the last \
      after padding to one length. (default: last)
      """)
  var pooling: Pooling?

  @Option(
    help: """
      Length in tokens for padded-last, or of messages that are padded for mean. (default: that of the \
      longest training message)
      """)
  var paddedLength: Int?

  @Flag(help: "Every token attends to all others, not only to earlier ones.")
  var noCausalMask = false

  @Option(help: "How the weights of a new head begin. (default: normal)")
  var headInit: ClassificationHead.Initialization?

  @Flag(help: "A head without bias, as Hugging Face's classifier has it.") var noHeadBias = false
}
