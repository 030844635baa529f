import ArgumentParser
import GPT2
import SpamTuneKit

extension Pooling: ExpressibleByArgument {}
extension ClassificationHead.Initialization: ExpressibleByArgument {}

/// What a run starts from.
struct ModelArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?
  @Option(help: .setting("pooling")) var pooling: Pooling?
  @Option(help: .setting("padded_length")) var paddedLength: Int?
  @Flag(help: .setting("no_causal_mask")) var noCausalMask = false
  @Option(help: .setting("head_init")) var headInit: ClassificationHead.Initialization?
  @Flag(help: .setting("no_head_bias")) var noHeadBias = false
}
