import ClassifierModels
import FineTuning
import Foundation
import GPT2Kernels
import TextDatasets

/// Everything that is known of a training before its first step: its messages, its base, the precision it begins
/// in, its batches. A plan that could be made can be begun.
public struct TrainingPlan {
  public let options: TrainingOptions
  public let data: LabelledDataset
  package let base: ModelFolder
  /// Of products with frozen weights, to begin with: `auto` may have to give it up.
  package private(set) var precision: Precision

  /// - Throws: An error whose description is a sentence for the user: about options that contradict each other, the
  ///   messages, the base, or this machine.
  public init(_ options: TrainingOptions) throws {
    var inputs = TrainingInputs()
    try self.init(options, from: &inputs)
  }

  /// - Parameters:
  ///   - inputs: What earlier plans have read.
  ///   - verify: Called with the messages before anything else is asked of them.
  package init(
    _ options: TrainingOptions, from inputs: inout TrainingInputs,
    verify: (LabelledDataset) throws -> Void = { _ in }
  ) throws {
    try self.init(options, reading: options.data, from: &inputs, verify: verify)
    try checkSplit()
    // Nothing to check a lower precision with.
    if options.precision == .auto, data.split.validation.isEmpty, data.split.test.isEmpty {
      precision = .float32
    }
  }

  /// A plan of rounds that each divide the messages anew, and balance those they train on.
  ///
  /// - Parameters:
  ///   - options: Of one training. `data` names one file, all of which takes part.
  ///   - verify: Called with the messages before anything else is asked of them.
  package init(
    ofRounds options: TrainingOptions, verify: (LabelledDataset) throws -> Void = { _ in }
  ) throws {
    var inputs = TrainingInputs()
    var reading = options.data
    reading.balance = .none
    try self.init(options, reading: reading, from: &inputs, verify: verify)
  }

  private init(
    _ options: TrainingOptions, reading: DataOptions, from inputs: inout TrainingInputs,
    verify: (LabelledDataset) throws -> Void
  ) throws {
    try options.validate()
    // Before anything is read.
    _ = try options.precisionHere()
    self.options = options
    data = try inputs.data(reading, seed: options.training.seed)
    try verify(data)
    _ = try data.settings(options.training, options.data, train: data.split.train)
    base = try inputs.base(for: options, classes: data.classes.names)
    precision = try options.precision(on: base)
  }

  /// Checks what is asked of the parts that the messages are divided into.
  private func checkSplit() throws {
    guard options.training.selection == nil || !data.split.validation.isEmpty else {
      throw TrainingError.nothingToSelectBy
    }
    if let decision = options.decision {
      try decision.check(data.classes)
      guard decision.criterion == nil || !data.split.validation.isEmpty else {
        throw SettingError.unsuitable(
          "A threshold is chosen on the validation part, and there is none: divide the messages into three "
            + "parts, or give `validation_file`.")
      }
    }
    // Whether there is a batch.
    _ = try options.batches(of: data.split.train.count)
  }

  /// Training settings for some of the messages, with the class weights that the options ask for.
  ///
  /// - Throws: `SettingError` for a weight of a class that is not there.
  package func settings(for train: [Int]) throws(SettingError) -> TrainingSettings {
    try data.settings(options.training, options.data, train: train)
  }
}
