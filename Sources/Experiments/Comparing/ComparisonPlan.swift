import ClassificationMetrics
import Foundation
import TextDatasets

/// A comparison of methods that may begin: what every method is told was checked, and the places are free.
package struct ComparisonPlan {
  /// What a method is told.
  package enum Options {
    case training(TrainingOptions)
    case baseline(BaselineOptions)
  }

  /// What came of a method.
  package enum Outcome {
    case finished(RecordedResult)
    /// `reason` is a sentence.
    case failed(reason: String)
    case interrupted
  }

  package enum Event {
    /// - Parameter place: From 1.
    case began(method: String, place: Int)
    case ended(MethodResult)
    case failed(MethodComparison.Failure)
    case interrupted(method: String)
  }

  package let layout: ExperimentLayout
  package let methods: [String]
  package let testMessages: Int
  private let metric: Evaluation.Metric

  /// - Parameters:
  ///   - methods: Their names, at least one.
  ///   - metric: What best means.
  ///   - data: The messages that all of them have.
  ///   - seed: Of balancing and dividing them.
  ///   - options: What a method is told.
  /// - Throws: What is wrong with the options of any method, the messages, the base or the places; nothing is
  ///   left behind then.
  package init(
    _ methods: [String], by metric: Evaluation.Metric, on data: DataOptions, seed: UInt64,
    at destination: RunDestination,
    options: (_ method: String, ExperimentLayout) throws -> Options
  ) throws {
    var inputs = TrainingInputs()
    testMessages = try inputs.data(data, seed: seed).split.test.count
    guard testMessages > 0 else {
      throw KitError.badOption(
        "A comparison needs test messages; `split` or `test_file` gives some.")
    }
    layout = try ExperimentLayout(destination)
    try RunLayout.requireFree(layout.folder)
    try layout.requireFreeNames(for: methods)
    for method in methods {
      switch try options(method, layout) {
      case .training(let options): _ = try TrainingPlan(options, from: &inputs)
      case .baseline(let options): try options.checkEverything(from: &inputs)
      }
    }
    self.methods = methods
    self.metric = metric
  }

  /// Measures one method after the other, compares them, and writes compare.json.
  ///
  /// - Parameters:
  ///   - isInterrupted: Whether the user has asked to stop.
  ///   - measure: Runs a method to its end, or until it is interrupted.
  /// - Returns: What the methods that ended have shown.
  /// - Throws: What `measure` throws, `KitError.notComparable`, `RunDatabaseError`, `FileError`.
  package func run(
    isInterrupted: () -> Bool, report: (Event) -> Void,
    measure: (_ method: String) throws -> Outcome
  ) throws -> MethodComparison {
    try FileManager.default.createDirectory(
      atPath: layout.folder, withIntermediateDirectories: true)
    var results: [MethodResult] = []
    var failures: [MethodComparison.Failure] = []
    for (index, method) in methods.enumerated() where !isInterrupted() {
      report(.began(method: method, place: index + 1))
      switch try measure(method) {
      case .finished(let recorded):
        let result = try MethodResult(method, recorded)
        results.append(result)
        report(.ended(result))
      case .failed(let reason):
        let failure = MethodComparison.Failure(method: method, reason: reason)
        failures.append(failure)
        report(.failed(failure))
      case .interrupted: report(.interrupted(method: method))
      }
    }
    let comparison = try MethodComparison(
      results, failures: failures, by: metric, database: layout.database)
    try comparison.write(to: layout.folder + "/compare.json")
    return comparison
  }
}
