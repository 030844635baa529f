/// What the model said about one message.
public struct PredictionRecord: Hashable, Sendable {
  /// The message's row in its data file, from 1.
  public var row: Int
  /// SHA-256 of the message's bytes, 64 lower-case hexadecimal digits.
  public var textSHA256: String
  public var truth: String
  public var predicted: String
  /// Probability of the predicted class, 0…1; NaN is stored as NULL.
  public var probability: Double
  /// One probability for each of the evaluation's classes, in their order; NaN is stored as null.
  public var probabilities: [Double]
  /// The message itself, only where its owner asked to keep it.
  public var text: String?

  public init(
    row: Int, textSHA256: String, truth: String, predicted: String, probability: Double,
    probabilities: [Double], text: String? = nil
  ) {
    self.row = row
    self.textSHA256 = textSHA256
    self.truth = truth
    self.predicted = predicted
    self.probability = probability
    self.probabilities = probabilities
    self.text = text
  }
}
