import Drift
import RunDatabase

/// The same verdict as it is found and as it is recorded.
extension DriftRecord.Verdict {
  init(_ verdict: DriftReport.Verdict) {
    self =
      switch verdict {
      case .none: .none
      case .moderate: .moderate
      case .large: .large
      }
  }

  /// As a report has it.
  var found: DriftReport.Verdict {
    switch self {
    case .none: .none
    case .moderate: .moderate
    case .large: .large
    }
  }
}
