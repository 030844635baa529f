internal import ClassificationMetrics

/// Runs in the order of a metric, as far as they were measured on the same messages.
public struct RunRanking: Sendable {
  /// A metric of one part: `test.f1`.
  public struct Criterion: Hashable, Sendable, CustomStringConvertible {
    public let part: EvaluationPart
    /// As the database names it, or "loss".
    public let metric: String

    public init(part: EvaluationPart, metric: String) {
      self.part = part
      self.metric = metric
    }

    public var description: String { part.rawValue + "." + metric }

    /// Whether lower values are better.
    public var isLoss: Bool {
      ["loss", "perplexity"].contains(metric)
        || Evaluation.Metric(rawValue: metric)?.isLoss ?? false
    }
  }

  /// A run and what it came to.
  public struct Entry: Sendable {
    public let run: Run
    public let value: Double
    /// The ends of the 95 % interval.
    public let low: Double?
    public let high: Double?
    package let measured: Measured
  }

  /// The messages that a run was measured on.
  package struct Measured: Hashable, Sendable {
    package let data: FileReference
    package let split: String?
    package let examples: Int
    package let positiveClass: String?

    /// Whether two runs were measured on the same messages, wherever their file was.
    func isSame(as other: Measured) -> Bool {
      (data.sha256, split, examples, positiveClass)
        == (other.data.sha256, other.split, other.examples, other.positiveClass)
    }
  }

  public let criterion: Criterion
  /// The best run first; of equal ones the older first.
  public let entries: [Entry]
  /// How many runs were measured on other messages than the newest one.
  public let elsewhere: Int
  /// How many have no such measurement, or none that is a number.
  public let unmeasured: Int

  /// - Parameters:
  ///   - runs: The newest first. Compared is what they came to on the criterion's part
  ///     (`RunDatabase.result`).
  ///   - database: Where they are recorded.
  /// - Returns: nil where none has the metric.
  public init?(
    _ runs: [Run], by criterion: Criterion, in database: RunDatabase
  ) throws(RunDatabaseError) {
    var measured: [Entry] = []
    for run in runs {
      let result = try database.result(of: run, part: criterion.part)
      if let entry = result.flatMap({ Entry(run, $0, criterion) }) { measured.append(entry) }
    }
    guard let newest = measured.first else { return nil }
    let same = measured.filter { $0.measured.isSame(as: newest.measured) }
    self.criterion = criterion
    entries = same.reversed().enumerated().sorted { first, second in
      let (a, b) = (first.element.value, second.element.value)
      if a == b { return first.offset < second.offset }
      return criterion.isLoss ? a < b : a > b
    }.map(\.element)
    elsewhere = measured.count - same.count
    unmeasured = runs.count - measured.count
  }

  public var best: Entry { entries[0] }

  /// The other runs that the measurement does not tell from the best one: their intervals overlap with
  /// its interval. Without intervals they are those with the same value.
  public var overlapping: [Entry] {
    entries.dropFirst().filter { entry in
      guard let low = entry.low, let high = entry.high, let bestLow = best.low,
        let bestHigh = best.high
      else { return entry.value == best.value }
      return low <= bestHigh && bestLow <= high
    }
  }
}

extension RunRanking.Entry {
  fileprivate init?(_ run: Run, _ record: EvaluationRecord, _ criterion: RunRanking.Criterion) {
    let metric =
      criterion.metric == "loss"
      ? MetricRecord(name: "loss", value: record.loss)
      : record.metrics.first { $0.name == criterion.metric }
    guard let metric, let value = metric.value, value.isFinite else { return nil }
    self.run = run
    self.value = value
    low = metric.low
    high = metric.high
    measured = RunRanking.Measured(
      data: record.data, split: criterion.part == .file ? nil : run.facts.split?.sha256,
      examples: record.examples, positiveClass: record.positiveClass)
  }
}

/// `{"metric": …, "best": {run, kind, folder, value, low, high}, "overlapping": [the same], "considered": n,
/// "elsewhere": n, "unmeasured": n, "messages": {data, data_sha256, split_sha256, examples, positive_class}}`
extension RunRanking: Encodable {
  private enum CodingKeys: String, CodingKey {
    case metric, best, overlapping, considered, elsewhere, unmeasured, messages
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("\(criterion)", forKey: .metric)
    try container.encode(best, forKey: .best)
    try container.encode(overlapping, forKey: .overlapping)
    try container.encode(entries.count, forKey: .considered)
    try container.encode(elsewhere, forKey: .elsewhere)
    try container.encode(unmeasured, forKey: .unmeasured)
    try container.encode(best.measured, forKey: .messages)
  }
}

extension RunRanking.Entry: Encodable {
  private enum CodingKeys: String, CodingKey { case run, kind, folder, value, low, high }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run.name, forKey: .run)
    try container.encode(run.facts.kind, forKey: .kind)
    try container.encode(run.folder, forKey: .folder)
    try container.encode(value, forKey: .value)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
  }
}

extension RunRanking.Measured: Encodable {
  private enum CodingKeys: String, CodingKey {
    case data, examples
    case dataDigest = "data_sha256"
    case split = "split_sha256"
    case positiveClass = "positive_class"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(data.path, forKey: .data)
    try container.encode(data.sha256, forKey: .dataDigest)
    try container.encode(split, forKey: .split)
    try container.encode(examples, forKey: .examples)
    try container.encode(positiveClass, forKey: .positiveClass)
  }
}
