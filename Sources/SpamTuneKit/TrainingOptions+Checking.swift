import FineTuning
import TextDatasets

extension TrainingOptions {
  /// Checks what depends on the messages.
  ///
  /// - Parameter data: Read as the options say.
  /// - Throws: `KitError.badOption`, `TrainingError.nothingToSelectBy`, `BatchOrderError`.
  func check(with data: LabelledDataset) throws {
    _ = try data.settings(training, self.data, train: data.split.train)
    guard training.selection == nil || !data.split.validation.isEmpty else {
      throw TrainingError.nothingToSelectBy
    }
    if let decision {
      try decision.check(classes: data.classes, positiveClass: data.positiveClass)
      guard decision.criterion == nil || !data.split.validation.isEmpty else {
        throw KitError.badOption(
          "A threshold is chosen on the validation part, and there is none: divide the messages into three "
            + "parts, or give `validation_file`.")
      }
    }
    // Whether there is a batch.
    _ = try batches(of: data.split.train.count)
  }

  /// Checks everything that can be checked without training: the options, what of them depends on messages
  /// and machine, and the base.
  ///
  /// - Throws: An error whose description is a sentence for the user.
  public func checkEverything(with data: LabelledDataset) throws {
    try validate()
    if training.trainable != .all { _ = try precision.onThisMachine() }
    try check(with: data)
    _ = try ClassifierPreparation.openBase(self, classes: data.classes)
  }
}
