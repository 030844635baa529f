import ClassificationMetrics

/// What one method of a comparison came to, on the test messages.
public struct MethodResult: Sendable, Codable {
  public let method: String
  /// The run's name.
  public let run: String
  /// The run's folder.
  public let folder: String
  /// On the test part.
  public let metrics: Evaluation
  /// Numbers that learned.
  public let trainedParameters: Int
  /// Of wall time, all phases together.
  public let seconds: Double
  /// Of the process that did nothing else.
  public let peakMemoryBytes: Int64
  /// Size of the file of weights that was saved; nil for a method of which nothing is kept.
  public let savedBytes: Int64?
  /// Names the division of the messages.
  public let splitDigest: String

  /// - Throws: `KitError.notComparable` without test messages.
  public init(_ method: String, _ result: TrainingResult) throws(KitError) {
    self.init(
      method, run: result.run, folder: result.model,
      metrics: try Self.test(result.metrics, of: method),
      trainedParameters: result.trainedParameters, seconds: result.seconds,
      peakMemoryBytes: result.peakMemoryBytes, savedBytes: result.savedBytes,
      splitDigest: result.split.digest)
  }

  /// - Throws: `KitError.notComparable` without test messages.
  public init(_ method: String, _ result: BaselineResult) throws(KitError) {
    self.init(
      method, run: result.run, folder: result.folder,
      metrics: try Self.test(result.metrics, of: method), trainedParameters: result.parameters,
      seconds: result.seconds, peakMemoryBytes: result.peakMemoryBytes, savedBytes: nil,
      splitDigest: result.split.digest)
  }

  private init(
    _ method: String, run: String, folder: String, metrics: Evaluation, trainedParameters: Int,
    seconds: [String: Double], peakMemoryBytes: Int64, savedBytes: Int64?, splitDigest: String
  ) {
    self.method = method
    self.run = run
    self.folder = folder
    self.metrics = metrics
    self.trainedParameters = trainedParameters
    self.seconds = seconds["total"] ?? 0
    self.peakMemoryBytes = peakMemoryBytes
    self.savedBytes = savedBytes
    self.splitDigest = splitDigest
  }

  private static func test(
    _ metrics: TrainingResult.Metrics, of method: String
  ) throws(KitError) -> Evaluation {
    guard let test = metrics.test else {
      throw .notComparable(method, reason: "it was measured on no test messages")
    }
    return test
  }
}
