import ClassifierModels
import FineTuning
import GPT2Kernels

extension TrainingOptions {
  /// The precision of frozen weights to begin with on this machine.
  ///
  /// - Throws: `ClassifierError.badSetting` when the machine lacks what was chosen.
  func precisionHere() throws(ClassifierError) -> Precision {
    // Nothing is frozen then, or it stays quantised.
    training.trainable == .all || quantisation != nil
      ? .float32 : try precision.onThisMachine()
  }

  /// The precision of frozen weights beside a base: weights that are stored as codes stay codes, and are multiplied in float32.
  ///
  /// - Throws: `SettingError` when another precision was chosen for codes; `ModelFileError`.
  func precision(on base: ModelFolder) throws -> Precision {
    guard try base.storedQuantisation() != nil else { return try precisionHere() }
    guard precision == .auto || precision == .float32 else {
      throw SettingError.unsuitable(
        "`precision` \(precision.rawValue) is for frozen weights that are packed, and those of this base are "
          + "quantised. Leave it out.")
    }
    return .float32
  }
}

extension Precision {
  /// - Parameter run: The name of a run that is to be resumed in this precision.
  /// - Throws: `SettingError` when this machine cannot.
  func require(toResume run: String) throws(SettingError) {
    guard self == .float32 || canPack else {
      throw .unsuitable(
        "Run \(run) computes in \(rawValue), for which this machine lacks oneDNN or the processor. "
          + "Resume it where it began, or start a new run.")
    }
  }
}

extension PrecisionCheck {
  /// Whether answers may stay as they are: a lower precision that was chosen is used whatever it does to them.
  func allows(_ choice: PrecisionChoice) -> Bool { choice != .auto || isWithinLimit }

  /// Compares a trained classifier's answers to the first of some messages; nil in float32, and where there
  /// are none.
  ///
  /// - Parameter heldOut: Indices of messages that it was not trained on.
  init?(_ precision: Precision, of trainer: Trainer, heldOut: [Int]) {
    let sample = Array(heldOut.prefix(Self.sampleSize))
    guard precision != .float32, !sample.isEmpty else { return nil }
    self.init(
      precision, logits: trainer.logits(at: sample),
      exact: trainer.classifier.logits(of: sample.map { trainer.data.messages[$0] }))
  }
}
