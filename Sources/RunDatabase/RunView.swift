/// The views of the database that say something of runs, in the order in which one reads them.
public enum RunView: String, Sendable, CaseIterable {
  case runs, settings, steps, epochs
  case evaluations, metrics, confusion, predictions
  case checkpoints
  case drift
  case driftFeatures = "drift_features"

  /// What the rows of a run are sorted by.
  var order: String {
    switch self {
    case .runs: "created_at, run"
    case .settings: "run, name"
    case .steps: "run, step"
    case .epochs: "run, epoch"
    case .evaluations: "evaluation"
    case .metrics: "evaluation, name"
    case .confusion: "evaluation, truth, predicted"
    case .predictions: "evaluation, row"
    case .checkpoints: "run, step, path"
    case .drift: "drift_check"
    case .driftFeatures: "drift_check, place"
    }
  }

  /// Columns that hold JSON.
  var jsonColumns: Set<String> {
    switch self {
    case .runs: ["classes", "seconds"]
    case .settings: ["value"]
    case .evaluations: ["classes"]
    case .predictions: ["probabilities"]
    case .drift: ["sentences"]
    default: []
    }
  }
}
