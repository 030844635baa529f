public import Foundation

/// One training run as the database knows it.
public struct Run: Identifiable, Hashable, Sendable {
  /// Names the run inside its database; people use `name`.
  public struct ID: Hashable, Sendable {
    let rowID: Int64
  }

  public let id: ID
  /// Unique in the database.
  public let name: String
  /// Absolute path of the folder with the run's checkpoints and saved model.
  public let folder: String
  public let status: RunStatus
  /// Why the run failed or stopped.
  public let message: String?
  public let createdAt: Date
  /// When it last finished, failed or was interrupted; nil while it runs.
  public let finishedAt: Date?
  /// Seconds of wall time by phase ("tokenise", "prefix", "train", …), over all its sessions.
  public let seconds: [String: Double]
  public let peakMemoryBytes: Int64?
  public let facts: RunFacts
}
