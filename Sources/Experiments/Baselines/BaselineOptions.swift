import Baselines
import ClassifierModels
import GPT2
import TextDatasets

/// Everything that the measurement of a simple method is told.
public struct BaselineOptions: Sendable, Equatable, Codable {
  public var baseline: BaselineMethod
  public var data: DataOptions
  /// Where a method's features come from; nil for one that reads words.
  public var features: Features?
  /// Of balancing and dividing.
  public var seed: UInt64 = 123
  /// Whether the database keeps the texts of the test messages beside the predictions.
  public var storesText = false

  /// What a base makes of messages.
  public struct Features: Sendable, Equatable, Codable {
    /// Folder of the base model.
    public var base: String
    public var pooling: Pooling = .last
    /// For `padded-last`: the length in tokens; nil for that of the longest training message.
    public var paddedLength: Int?
    /// Of the base's products.
    public var precision: PrecisionChoice = .auto

    public init(base: String) {
      self.base = base
    }
  }

  public init(_ baseline: BaselineMethod, data: DataOptions) {
    self.baseline = baseline
    self.data = data
  }

  /// Checks what does not depend on data or model.
  ///
  /// - Throws: `SettingError` naming the setting, its value and what is allowed.
  public func validate() throws(SettingError) {
    guard data.balance != .classWeights, data.classWeights == nil else {
      throw .unsuitable(
        "A simple method does not weigh its messages. Leave the weights out, or choose `balance` "
          + "undersample.")
    }
    guard baseline.readsFeatures == (features != nil) else {
      let remedy = features == nil ? "a base's features; name a base" : "words; name no base"
      throw .unsuitable("\(baseline.rawValue) reads \(remedy).")
    }
    try trainingOptions?.validate()
  }

  /// A training whose frozen part makes the features; nil for a method that reads words.
  var trainingOptions: TrainingOptions? {
    features.map { features in
      var options = TrainingOptions(data: data, base: features.base)
      options.training.trainable = .head
      options.training.seed = seed
      options.pooling = features.pooling
      options.paddedLength = features.paddedLength
      options.precision = features.precision
      return options
    }
  }

  /// Checks everything that can be checked without learning: the options, the messages, this machine and the base.
  ///
  /// - Parameter inputs: What was read for other methods.
  /// - Throws: An error whose description is a sentence for the user.
  package func checkEverything(from inputs: inout TrainingInputs) throws {
    try validate()
    if let trainingOptions { _ = try TrainingPlan(trainingOptions, from: &inputs) }
  }
}
