import ClassifierModels
import FineTuning
import GPT2
import GPT2Kernels
import TextDatasets

/// Everything a training run is told; `run.json` keeps it for resuming.
public struct TrainingOptions: Sendable, Equatable, Codable {
  public var data: DataOptions
  /// Folder of the base model.
  public var base: String
  public var training = TrainingSettings()
  public var pooling: Pooling = .last
  /// For `padded-last`, and for `mean` over padded messages: the length in tokens; nil for that of the
  /// longest training message.
  public var paddedLength: Int?
  /// Whether a token attends only to itself and to earlier ones, in frozen blocks too; nil for as the base
  /// has it.
  public var hasCausalMask: Bool?
  public var headInitialization: ClassificationHead.Initialization = .normal
  public var hasHeadBias = true
  /// The program whose course the run repeats; nil for none. Set it by `follow`.
  public var compatibility: Compatibility?
  /// In which the base's weights are kept while adapters learn; nil for float32.
  public var quantisation: QuantisationFormat?
  /// Of products with frozen weights.
  public var precision: PrecisionChoice = .auto
  /// Whether the database keeps the texts of the test messages beside the predictions.
  public var storesText = false

  /// How answers are decided on; nil for the most probable class, its probability as the logits give it.
  public var decision: DecisionOptions?

  public init(data: DataOptions, base: String) {
    self.data = data
    self.base = base
  }

  /// Whether messages are padded, or cut, to one length.
  var padsMessages: Bool {
    switch pooling {
    case .paddedLast: true
    case .mean: paddedLength != nil || compatibility == .raschka
    case .first, .last: false
    }
  }

  /// Checks what does not depend on data or model.
  ///
  /// - Throws: `KitError.badOption` naming the option, its value and what is allowed.
  public func validate() throws(KitError) {
    let optimizer = training.optimizer
    func check(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(KitError) {
      guard holds else { throw .badOption(sentence()) }
    }
    // A bound far above any use keeps products of counts from overflowing.
    func positive(_ value: Int, _ option: String) throws(KitError) {
      try check(1...1_000_000 ~= value, "\(option) is \(value); give 1 to 1000000.")
    }
    func notNegative(_ value: Double, _ option: String) throws(KitError) {
      try check(value >= 0 && value.isFinite, "\(option) is \(value); give 0 or more.")
    }
    func share(_ value: Double, _ option: String) throws(KitError) {
      try check((0..<1).contains(value), "\(option) is \(value); give 0 up to, not including, 1.")
    }
    try positive(training.epochs, "`epochs`")
    try positive(training.batchSize, "`batch_size`")
    try positive(training.gradientAccumulation, "`gradient_accumulation`")
    try check(
      optimizer.learningRate > 0 && optimizer.learningRate.isFinite,
      "`learning_rate` is \(optimizer.learningRate); give a number above 0.")
    try check(
      optimizer.layerDecay > 0 && optimizer.layerDecay <= 1,
      "`layer_decay` is \(optimizer.layerDecay); give a number above 0, up to 1.")
    try notNegative(optimizer.weightDecay, "`weight_decay`")
    try share(optimizer.beta1, "`beta1`")
    try share(optimizer.beta2, "`beta2`")
    try share(optimizer.momentum, "`momentum`")
    try check(
      optimizer.epsilon > 0 && optimizer.epsilon.isFinite,
      "`epsilon` is \(optimizer.epsilon); give a number above 0.")
    try check(
      (0...0.99).contains(training.dropout),
      "`dropout` is \(training.dropout); give 0 to 0.99.")
    try share(training.labelSmoothing, "`label_smoothing`")
    try check(
      0...10 ~= training.focalGamma, "`focal_gamma` is \(training.focalGamma); give 0 to 10.")
    try check(
      training.focalGamma == 0 || training.labelSmoothing == 0,
      "`focal_gamma` and `label_smoothing` exclude each other.")
    try check(
      0...1e6 ~= training.gradualUnfreezing,
      "`gradual_unfreezing` is \(training.gradualUnfreezing); give epochs, 0 for none.")
    if let patience = training.selection?.patience { try positive(patience, "`early_stopping`") }
    try check(
      training.selection == nil || training.averagedShare == 0,
      "`average_last` makes a model of the last weights, `keep_best` and `early_stopping` of the best. "
        + "Choose one.")
    try check(
      0...1 ~= training.averagedShare,
      "`average_last` is \(training.averagedShare); give 0 to 1.")
    let warmup = training.schedule.warmup
    try check(0...1e12 ~= warmup, "`warmup` is \(warmup); give 0 or more, at most 1e12.")
    if let norm = training.maximumGradientNorm {
      try check(norm > 0 && norm.isFinite, "`max_gradient_norm` is \(norm); give a number above 0.")
    }
    try check(
      training.trainable != .all || precision == .auto || precision == .float32,
      "`precision` \(precision.rawValue) is for blocks below the first one that learns, and here all learn. "
        + "Leave it out, or give `trainable` last-N.")
    try check(
      agreesWithCompatibility,
      "`compat` \(compatibility?.rawValue ?? "") decides `head_init`, `no_head_bias` and "
        + "`no_shuffle` itself; leave them out.")
    try check(training.evaluateEvery >= 0, "`eval_every` must not be negative.")
    try check(training.saveEvery >= 0, "`save_every` must not be negative.")
    if let adapters = training.adapters { try validate(adapters) }
    try check(
      quantisation == nil || training.adapters != nil,
      "Quantised weights do not learn: quantisation goes with adapters, `method` qlora-nf4 or qlora-int8."
    )
    try check(
      quantisation == nil || precision == .auto || precision == .float32,
      "`precision` \(precision.rawValue) is for frozen weights that are packed, and quantised ones are not. "
        + "Leave it out.")
    if let paddedLength {
      try positive(paddedLength, "`padded_length`")
      try check(
        pooling.readsPadding,
        "`padded_length` only goes with `pooling` padded-last or mean, which read the padding.")
    }
  }

  private func validate(_ adapters: AdapterSettings) throws(KitError) {
    func check(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(KitError) {
      guard holds else { throw .badOption(sentence()) }
    }
    try check(1...65_536 ~= adapters.rank, "`rank` is \(adapters.rank); give 1 to 65536.")
    try check(
      adapters.alpha > 0 && adapters.alpha.isFinite,
      "`alpha` is \(adapters.alpha); give a number above 0.")
    try check(
      (0...0.99).contains(adapters.dropout),
      "`lora_dropout` is \(adapters.dropout); give 0 to 0.99.")
    try check(!adapters.targets.isEmpty, "`lora_targets` names nothing.")
    try check(
      training.trainable != .head,
      "`trainable` head leaves no blocks for adapters; give last-N or all with `method` lora.")
    try check(
      compatibility == nil,
      "`compat` repeats a program that has no adapters of PEFT's: leave it out.")
    try check(
      !hasHeadBias, "An adapter's head has no bias, in PEFT's format: give `no_head_bias`.")
  }
}
