import Drift
import RunDatabase

extension Document {
  /// What has changed between the messages that a model was measured on and those that it sees now.
  ///
  /// - Parameter earlier: Comparisons of the same model before this one, the newest first.
  package init(_ report: DriftReport, earlier: [DriftRecord] = []) {
    self.init(blocks: Block.drift(report) + Block.earlierDrift(earlier))
  }
}
