/// An evaluation as stored.
public struct StoredEvaluation: Identifiable, Hashable, Sendable {
  /// Names the evaluation inside its database.
  public struct ID: Hashable, Sendable {
    let rowID: Int64
  }

  public let id: ID
  /// Metrics and confusion counts come sorted by name.
  public let record: EvaluationRecord
}
