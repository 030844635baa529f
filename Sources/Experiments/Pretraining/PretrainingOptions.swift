import FineTuning
import TextDatasets

/// Everything a pretraining is told; `run.json` keeps it for resuming.
public struct PretrainingOptions: Sendable, Equatable, Codable {
  /// A file of texts, and how often it is learned from in an epoch.
  public struct Text: Sendable, Equatable, Codable {
    public var path: String
    public var weight: Double

    public init(path: String, weight: Double = 1) {
      self.path = path
      self.weight = weight
    }
  }

  /// What the weights start from.
  public enum Start: Sendable, Equatable, Codable {
    /// Random weights of a shape, with a tokenizer.
    case scratch(configuration: String, tokenizer: String)
    /// A base model, to adapt it to texts of one's own.
    case base(String)
  }

  public var texts: [Text]
  public var layout: TextDocuments.Layout?
  public var start: Start
  public var training = LanguageModelSettings()
  /// Share of the documents that is held out to measure the perplexity.
  public var validationShare = 0.01
  /// Write the weights as 16-bit floats.
  public var isHalfPrecision = false

  public init(texts: [Text], start: Start) {
    self.texts = texts
    self.start = start
  }

  /// - Throws: `KitError.badOption`.
  public func validate() throws(KitError) {
    func check(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(KitError) {
      guard holds else { throw .badOption(sentence()) }
    }
    try check(!texts.isEmpty, "Give at least one `text` FILE.")
    for text in texts {
      try check(
        text.weight > 0 && text.weight <= 100,
        "`text` \(text.path): the weight is \(text.weight); give a number above 0, at most 100.")
    }
    try check(
      training.epochs > 0 && training.epochs <= 1_000_000,
      "`epochs` is \(training.epochs); give a number above 0, at most 1000000.")
    try check(
      1...10_000_000 ~= training.tokensPerStep,
      "`tokens_per_step` is \(training.tokensPerStep); give 1 to 10000000.")
    try check(
      training.optimizer.weightDecay >= 0 && training.optimizer.weightDecay.isFinite,
      "`weight_decay` is \(training.optimizer.weightDecay); give 0 or more.")
    try check(
      0...1e12 ~= training.schedule.warmup,
      "`warmup` is \(training.schedule.warmup); give 0 or more, at most 1e12.")
    if let norm = training.maximumGradientNorm {
      try check(norm > 0 && norm.isFinite, "`max_gradient_norm` is \(norm); give a number above 0.")
    }
    try check(
      training.optimizer.learningRate > 0 && training.optimizer.learningRate.isFinite,
      "`learning_rate` is \(training.optimizer.learningRate); give a number above 0.")
    try check(
      (0...0.99).contains(training.dropout),
      "`dropout` is \(training.dropout); give 0 to 0.99.")
    try check(
      validationShare >= 0 && validationShare < 1,
      "`validation_share` is \(validationShare); give 0 up to, not including, 1.")
    try check(
      training.evaluateEvery >= 0 && training.saveEvery >= 0,
      "`eval_every` and `save_every` must not be negative.")
  }
}
