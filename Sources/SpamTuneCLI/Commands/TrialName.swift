import Foundation
import SpamTuneKit

/// What the run of a trial is called: 007 in the sweep's folder, SWEEP-007 in the database; with rungs
/// 1-007, and where an earlier attempt came to nothing 007-2.
struct TrialName {
  let folder: String
  let run: String

  /// - Parameters:
  ///   - trial: From 1.
  ///   - rung: From 0.
  ///   - attempt: From 1.
  init(_ record: SweepRecord, trial: Int, rung: Int, attempt: Int = 1) {
    folder =
      (record.rungs > 1 ? "\(rung + 1)-" : "") + String(format: "%03d", trial)
      + (attempt > 1 ? "-\(attempt)" : "")
    run = "\(record.name)-\(folder)"
  }
}
