import ClassificationMetrics
public import RunDatabase

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
    let measured: Measured
  }

  /// The messages that a run was measured on.
  struct Measured: Hashable, Sendable {
    let data: FileReference
    let split: String?
    let examples: Int
    let positiveClass: String?

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

  /// - Parameter candidates: The newest first, each with its newest evaluation of the criterion's part.
  /// - Returns: nil where none has the metric.
  public init?(
    _ candidates: [(run: Run, evaluation: EvaluationRecord?)], by criterion: Criterion
  ) {
    let measured = candidates.compactMap { run, evaluation in
      evaluation.flatMap { Entry(run, $0, criterion) }
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
    unmeasured = candidates.count - measured.count
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
