import Experiments
import FineTuning
import RunDatabase
import SpamTuneKit

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

extension LearningCurves {
  /// As many as a plot can tell apart.
  private static let stepLimit = 1_000

  /// What a run recorded.
  ///
  /// - Parameter folder: Of the finished run, for its verdict.
  /// - Throws: `RunDatabaseError`.
  init(of run: Run.ID, in database: RunDatabase, folder: String) throws {
    let records = try database.steps(of: run)
    let evaluations = try database.evaluations(of: run).map(\.record)
    func evaluation(_ part: EvaluationPart, at step: Int) -> EvaluationRecord? {
      evaluations.last { $0.part == part && $0.step == step }
    }
    func accuracy(_ record: EvaluationRecord?) -> Double? {
      record?.metrics.first { $0.name == "accuracy" }?.value
    }
    self.init(
      steps: records.thinned(to: Self.stepLimit).map { record in
        Step(step: record.step, loss: record.loss.ifFinite)
      },
      epochs: try database.epochs(of: run).map { epoch in
        let train = evaluation(.train, at: epoch.step)
        let validation = evaluation(.validation, at: epoch.step)
        return Epoch(
          epoch: epoch.epoch, step: epoch.step, trainLoss: (train?.loss ?? epoch.loss).ifFinite,
          validationLoss: validation?.loss.ifFinite, trainAccuracy: accuracy(train),
          validationAccuracy: accuracy(validation))
      },
      verdict: (try? RecordedResult(ofTrainingIn: folder))?.verdict ?? FitVerdict.unknown.sentence)
  }
}

extension Double {
  /// Nil for what JSON has no number for.
  fileprivate var ifFinite: Double? { isFinite ? self : nil }
}
