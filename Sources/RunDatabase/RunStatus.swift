/// Where a run stands.
public enum RunStatus: String, Hashable, Sendable, CaseIterable {
  /// Training, or killed without a chance to say so.
  case running
  case finished
  /// Stopped by its user; can be resumed.
  case interrupted
  /// Ended by an error; the run's `message` says which.
  case failed
}
