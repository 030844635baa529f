import ClassifierModels
import Files
import FineTuning
import TextDatasets

/// What adapters are trained with where nothing else is said.
enum AdapterRecipe {
  /// Adapters want a higher rate than weights: "LoRA without regret" (Schulman and others, 2025) has ten times as
  /// much; on weights/mini two and four times were best, and ten too much.
  static let learningRateFactor = 4
}

extension TrainingOptions {
  /// The options of a training: what is given, else what the base recommends, else the defaults.
  ///
  ///     var given = GivenSettings<TrainingOptions>()
  ///     given[\.method] = .lora
  ///     let options = try TrainingOptions(source: .file("messages.tsv"), base: "weights/mini", given: given)
  ///
  /// Some defaults depend on what is given. Adapters go to all blocks, with a head without bias, as Hugging Face's
  /// classifier has it, and a higher learning rate. A published program that is repeated decides what it decides,
  /// and asks no base; other trainings calibrate their probabilities by a temperature.
  ///
  /// - Parameters:
  ///   - source: Where the messages are, and how they are divided.
  ///   - base: Folder of the base model.
  ///   - tell: Told in a sentence what the base recommends, if anything. Settings stand between backticks.
  /// - Throws: `SettingError` for settings that exclude each other, `SplitError` for a split that is none;
  ///   `KitError.badRecommendation`.
  public init(
    source: DataOptions.Source, base: String,
    given: GivenSettings<TrainingOptions> = GivenSettings(), tell: (String) -> Void = { _ in }
  ) throws {
    self.init(data: DataOptions(source: source), base: absolutePath(base))
    let compat = given[\.compat] ?? nil
    if compat == nil {
      let recommended = try BaseDefaults(base: base)
      if let sentence = recommended.sentence { tell(sentence) }
      try recommended.settings.apply(to: &self)
    }
    try data.resolveBalance(given[\.data.balance], given[\.data.weighting] ?? nil)
    if given[\.method] ?? .fineTune != .fineTune {
      training.trainable = .all
      training.optimizer.learningRate *= Double(AdapterRecipe.learningRateFactor)
      hasHeadBias = false
    }
    try given.apply(to: &self)
    guard let compat else {
      if given[\.decision] == nil { decision = DecisionOptions() }
      return
    }
    try Self.refuse(given, decidedBy: compat)
    follow(compat, pooling: given[\.pooling])
    // A program that is repeated has no calibration.
    if decision?.criterion == nil { decision = nil }
  }

  /// The options of each training of a cross-validation.
  ///
  /// - Parameters:
  ///   - file: Of messages, all of which take part: the rounds divide them.
  ///   - tell: As for one training.
  public init(
    ofRoundsOn file: String, base: String,
    given: GivenSettings<TrainingOptions> = GivenSettings(), tell: (String) -> Void = { _ in }
  ) throws {
    try self.init(
      source: .file(file, split: "100/0/0"), base: base, given: given, tell: tell)
    // A round has no validation part to decide by.
    if given[\.decision] == nil { decision = nil }
  }
}

extension DataOptions {
  /// Takes back the balance that a base recommends where what is given speaks against it: weights of classes, and
  /// a split that is balanced itself, which needs no undersampling.
  ///
  /// - Throws: `SettingError` where the same is given twice, `SplitError`.
  mutating func resolveBalance(_ given: Balance?, _ weighting: ClassWeighting?) throws {
    guard weighting == nil || given != .classWeights else {
      throw SettingError.unsuitable(
        "`class_weights` and `balance` class-weights say the same twice.")
    }
    guard weighting != .auto || given == nil else {
      throw SettingError.unsuitable("`class_weights` auto goes without `balance`.")
    }
    if weighting != nil { balance = .none }
    if balance == .undersample, try source.splitProtocol()?.isBalanced ?? false { balance = .none }
  }
}
