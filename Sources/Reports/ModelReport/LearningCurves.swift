/// How training went.
package struct LearningCurves: Sendable, Codable, Equatable {
  package struct Step: Sendable, Codable, Equatable {
    package var step: Int
    /// Mean of the step's batch in nats per message; nil where it was no number.
    package var loss: Double?
  }

  package struct Epoch: Sendable, Codable, Equatable {
    package var epoch: Int
    package var step: Int
    package var trainLoss: Double?
    package var validationLoss: Double?
    package var trainAccuracy: Double?
    package var validationAccuracy: Double?

    enum CodingKeys: String, CodingKey {
      case epoch, step
      case trainLoss = "train_loss"
      case validationLoss = "validation_loss"
      case trainAccuracy = "train_accuracy"
      case validationAccuracy = "validation_accuracy"
    }
  }

  /// In their order; of long runs evenly chosen ones, the first and the last among them.
  package var steps: [Step]
  /// What was measured at the end of each.
  package var epochs: [Epoch]
  /// Whether it overfits, in one sentence.
  package var verdict: String
}
