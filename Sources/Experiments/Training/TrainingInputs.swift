import ClassifierModels
import TextDatasets

/// Messages and bases of trainings that follow each other. What one has in common with the one before is not read
/// again.
package struct TrainingInputs {
  private var messages: (options: DataOptions, seed: UInt64, data: LabelledDataset)?
  private var base: ModelFolder?

  package init() {}

  /// Messages, read and divided as the options say.
  ///
  /// - Throws: `DatasetError`, `SplitError`.
  package mutating func data(_ options: DataOptions, seed: UInt64) throws -> LabelledDataset {
    if let messages, messages.options == options, messages.seed == seed { return messages.data }
    let data = try LabelledDataset(options, seed: seed)
    messages = (options, seed, data)
    return data
  }

  /// The base of a training, with which its options have been checked.
  ///
  /// - Throws: `ModelError`, `ModelFileError`, `ModelFolderError`, `TokenizerError`, `KitError`.
  package mutating func base(for options: TrainingOptions, classes: [String]) throws -> ModelFolder
  {
    if let base, base.path == options.base {
      try ClassifierPreparation.check(options, on: base, classes: classes)
      return base
    }
    let opened = try ClassifierPreparation.openBase(options, classes: classes)
    base = opened
    return opened
  }
}
