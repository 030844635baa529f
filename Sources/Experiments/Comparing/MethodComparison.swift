import ClassificationMetrics
import Files
import RunDatabase

/// Several methods measured on the same test messages; `compare.json` in the comparison's folder.
public struct MethodComparison: Sendable, Encodable {
  /// What best means.
  public let metric: Evaluation.Metric
  /// The best first; of equally good ones in the order in which they were tried.
  public let results: [MethodResult]
  /// Of every other method with the best, in the same order.
  public let differences: [MethodDifference]
  public let failures: [Failure]
  /// Which methods are worse than the best and which cannot be told apart from it; nil where there is
  /// nothing to compare.
  public let conclusion: String?

  /// A method without a result.
  public struct Failure: Sendable, Encodable {
    public let method: String
    /// Why it failed, as a sentence.
    public let reason: String

    public init(method: String, reason: String) {
      self.method = method
      self.reason = reason
    }
  }

  /// Compares what was measured.
  ///
  /// - Parameters:
  ///   - results: In any order.
  ///   - database: The file with the predictions.
  /// - Throws: `KitError.notComparable` when two methods did not have the same messages; `RunDatabaseError`.
  public init(
    _ results: [MethodResult], failures: [Failure], by metric: Evaluation.Metric, database: String
  ) throws {
    self.metric = metric
    self.failures = failures
    let sorted = Self.bestFirst(results, by: metric)
    self.results = sorted
    guard let best = sorted.first else {
      (differences, conclusion) = ([], nil)
      return
    }
    let runs = try RunDatabase.openReadOnly(path: database)
    let answers = try sorted.map { try RecordedPredictions($0, in: runs) }
    for (result, answer) in zip(sorted, answers) {
      guard result.splitDigest == best.splitDigest, answer.messages == answers[0].messages else {
        throw KitError.notComparable(
          result.method, reason: "it was measured on other messages than \(best.method)")
      }
    }
    differences = try MethodDifference.all(
      between: answers, methods: sorted.map(\.method), in: metric,
      classes: best.metrics.classes)
    conclusion = Self.conclusion(differences, best: best)
  }

  /// Writes the comparison as JSON, whole or not at all.
  public func write(to path: String) throws { try AtomicFile.write(result: self, to: path) }

  /// A method whose metric is undefined comes last.
  private static func bestFirst(
    _ results: [MethodResult], by metric: Evaluation.Metric
  ) -> [MethodResult] {
    func worth(_ result: MethodResult) -> Double {
      guard let value = result.metrics[metric].value else { return -.infinity }
      return metric.isLoss ? -value : value
    }
    // The standard library's sort leaves equal ones in their order, but does not promise it.
    return results.enumerated().sorted {
      let (first, second) = (worth($0.element), worth($1.element))
      return first == second ? $0.offset < $1.offset : first > second
    }.map(\.element)
  }

  private static func conclusion(
    _ differences: [MethodDifference], best: MethodResult
  ) -> String? {
    func names(_ verdict: MethodDifference.Verdict) -> [String] {
      differences.filter { $0.verdict == verdict }.map(\.method)
    }
    let parts = [
      (names(.undecided), { (_: Int) in "cannot be told apart from \(best.method)" }),
      (names(.worse), { $0 == 1 ? "is worse" : "are worse" }),
      (names(.fewerErrors), { ($0 == 1 ? "errs" : "err") + " less often than \(best.method)" }),
    ].compactMap { names, words in
      names.isEmpty ? nil : list(names) + " " + words(names.count)
    }
    guard !parts.isEmpty else { return nil }
    return "On these \(best.metrics.examples) messages, " + parts.joined(separator: "; ") + "."
  }

  /// "a", "a and b", "a, b and c".
  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
