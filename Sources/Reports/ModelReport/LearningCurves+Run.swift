import Experiments
import FineTuning
import RunDatabase
import SpamTuneKit

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
