import ClassificationMetrics

/// What one method of a comparison came to, on the test messages.
public struct MethodResult: Sendable, Encodable {
  public let method: String
  /// The run's name.
  public let run: String
  /// The run's folder.
  public let folder: String
  /// On the test part.
  public let metrics: Evaluation
  public let trainableParameters: Int
  /// Of wall time, all phases together.
  public let seconds: Double
  /// Of the process that did nothing else.
  public let peakMemoryBytes: Int64
  /// Size of the file of weights that was saved; nil for a method of which nothing is kept.
  public let savedBytes: Int64?
  /// Names the division of the messages.
  public let splitDigest: String

  /// - Throws: `KitError.notComparable` without test messages.
  package init(_ method: String, _ result: RecordedResult) throws(KitError) {
    guard let test = result.metrics.test else {
      throw .notComparable(method, reason: "it was measured on no test messages")
    }
    self.method = method
    run = result.run
    folder = result.folder
    metrics = test
    trainableParameters = result.trainableParameters
    seconds = result.seconds
    peakMemoryBytes = result.peakMemoryBytes
    savedBytes = result.savedBytes
    splitDigest = result.splitDigest
  }
}
