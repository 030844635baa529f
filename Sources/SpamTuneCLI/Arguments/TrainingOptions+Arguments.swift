import ArgumentParser
import Files
import FineTuning
import Foundation
import GPT2
import SpamTuneKit
import TextDatasets

extension PrecisionChoice: ExpressibleByArgument {}
extension Compatibility: ExpressibleByArgument {}

extension TrainingOptions {
  /// Puts together what the groups of arguments say, and tells the user what the base adds to it.
  ///
  /// - Parameter tell: Told what the base adds.
  init(
    source: DataOptions.Source, messages: MessageArguments, reading: ReadingArguments,
    model: ModelArguments, adapters: AdapterArguments, training: TrainingArguments,
    storesText: Bool, home: Home, compatibility: Compatibility? = nil,
    tell: (String) -> Void = note
  ) throws {
    let base = try model.base ?? DefaultPlaces.base(in: home)
    // A program that is repeated asks no base.
    let recommended =
      try compatibility == nil ? RecommendedSettings(base: base) : RecommendedSettings()
    if recommended != RecommendedSettings() {
      tell("recommended for this base, where you say nothing else: \(recommended.commandLine)")
    }
    self.init(
      data: try messages.options(source, reading, recommended: recommended.balance),
      base: absolutePath(base))
    pooling = model.pooling ?? recommended.pooling ?? .last
    paddedLength = model.paddedLength
    hasCausalMask = model.noCausalMask ? false : nil
    headInitialization = model.headInit ?? .normal
    let adapterSettings = try adapters.settings()
    // PEFT's adapters have a head as Hugging Face's classifier has it.
    hasHeadBias = !model.noHeadBias && adapterSettings == nil
    quantisation = adapters.method.quantisation
    self.training = training.settings(recommended, adapters: adapterSettings)
    self.storesText = storesText
    if let compatibility { follow(compatibility, pooling: model.pooling) }
  }
}
