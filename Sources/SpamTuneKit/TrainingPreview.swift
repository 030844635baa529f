import ClassifierModels
import FineTuning
import TextDatasets

/// What can be known of trainings before any of them begins; what they have in common is read once.
public struct TrainingPreview {
  /// Of the options that were checked last.
  public private(set) var data: LabelledDataset?
  private var reading: (options: DataOptions, seed: UInt64)?
  private var base: ModelFolder?

  public init() {}

  /// Makes sure that a training can begin and has validation messages.
  ///
  /// - Throws: What beginning the run would throw, and `SweepError.noValidation`.
  public mutating func check(_ options: TrainingOptions) throws {
    try options.validate()
    let seed = options.training.seed
    if data == nil || reading?.options != options.data || reading?.seed != seed {
      data = try LabelledDataset(options.data, seed: seed)
      reading = (options.data, seed)
    }
    guard let data, !data.split.validation.isEmpty else { throw SweepError.noValidation }
    _ = try data.settings(options.training, options.data, train: data.split.train)
    _ = try options.batches(of: data.split.train.count)
    if let base, base.path == options.base {
      try ClassifierPreparation.check(options, on: base, classes: data.classes)
    } else {
      base = try ClassifierPreparation.openBase(options, classes: data.classes)
    }
  }
}
