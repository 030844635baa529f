import ArgumentParser
import SpamTuneKit

extension TrainingMethod: ExpressibleByArgument {}

/// What learns, the weights themselves or adapters beside them, and how adapters are made.
struct AdapterArguments: ParsableArguments {
  @Option(help: .setting("method")) var method: TrainingMethod?
  @Option(help: .setting("rank")) var rank: Int?
  @Option(help: .setting("alpha")) var alpha: Double?
  @Flag(help: .setting("rslora")) var rslora = false
  @Option(help: .setting("lora_dropout")) var loraDropout: Double?
  @Option(help: .setting("lora_targets")) var loraTargets: String?
  @Flag(help: .setting("freeze_head")) var freezeHead = false
  @Flag(help: .setting("train_norm")) var trainNorm = false
}
