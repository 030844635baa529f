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
  public var headInit: ClassificationHead.Initialization = .normal
  public var hasHeadBias = true
  /// The program whose course the run repeats; nil for none. Set it by `follow`.
  public var compat: Compatibility?
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

  /// Keys of `run.json`, where some properties have other names.
  enum CodingKeys: String, CodingKey {
    case data, base, training, pooling, paddedLength, hasCausalMask
    case headInit = "headInitialization"
    case hasHeadBias
    case compat = "compatibility"
    case quantisation, precision, storesText, decision
  }

  /// Whether messages are padded, or cut, to one length.
  var padsMessages: Bool {
    switch pooling {
    case .paddedLast: true
    case .mean: paddedLength != nil || compat == .raschka
    case .first, .last: false
    }
  }

  /// Checks what does not depend on data or model.
  ///
  /// - Throws: `SettingError` naming the setting, its value and what is allowed.
  public func validate() throws(SettingError) {
    try Self.settings.check(self)
    func check(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(SettingError) {
      guard holds else { throw .unsuitable(sentence()) }
    }
    try check(
      training.focalGamma == 0 || training.labelSmoothing == 0,
      "`focal_gamma` and `label_smoothing` exclude each other.")
    try check(
      training.selection == nil || training.averageLast == 0,
      "`average_last` makes a model of the last weights, `keep_best` and `early_stopping` of the best. "
        + "Choose one.")
    try check(
      training.trainable != .all || precision == .auto || precision == .float32,
      "`precision` \(precision.rawValue) is for blocks below the first one that learns, and here all learn. "
        + "Leave it out, or give `trainable` last-N.")
    try check(
      agreesWithCompatibility,
      "`compat` \(compat?.rawValue ?? "") decides `head_init`, `no_head_bias` and `no_shuffle` itself; leave "
        + "them out.")
    try check(
      quantisation == nil || training.adapters != nil,
      "Quantised weights do not learn: quantisation goes with adapters, `method` qlora-nf4 or qlora-int8."
    )
    try check(
      quantisation == nil || precision == .auto || precision == .float32,
      "`precision` \(precision.rawValue) is for frozen weights that are packed, and quantised ones are not. "
        + "Leave it out.")
    try check(
      paddedLength == nil || pooling.readsPadding,
      "`padded_length` only goes with `pooling` padded-last or mean, which read the padding.")
    guard training.adapters != nil else { return }
    try check(
      training.trainable != .head,
      "`trainable` head leaves no blocks for adapters; give last-N or all with `method` lora.")
    try check(
      compat == nil, "`compat` repeats a program that has no adapters of PEFT's: leave it out.")
    try check(
      !hasHeadBias, "An adapter's head has no bias, in PEFT's format: give `no_head_bias`.")
  }
}
