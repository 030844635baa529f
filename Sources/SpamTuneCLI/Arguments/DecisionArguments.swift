import ArgumentParser
import ClassificationMetrics
import SpamTuneKit

/// How answers are decided on, by the validation part.
struct DecisionArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Highest share of the negative class that may count as positive, such as 0.1%.",
      valueName: "share"))
  var maxFpr: String?
  @Option(
    help: ArgumentHelp(
      "Lowest share of true positives among what counts as positive, such as 99%.",
      valueName: "share"))
  var minPrecision: String?
  @Option(
    help: ArgumentHelp(
      "What mistakes cost, such as fp=10,fn=1; the threshold makes the cost least.",
      valueName: "costs"))
  var cost: String?
  @Option(help: "The threshold with the best f1 or mcc.") var best: BestThreshold?
  @Option(
    help: ArgumentHelp(
      """
      Highest share of the positive class that may count as negative; beside another of these options it \
      gives a second threshold, and what lies between the two is answered 'unsure'.
      """, valueName: "share"))
  var maxFnr: String?
  @Flag(help: "Do not fit a temperature; keep the probabilities of the logits.") var noTemperature =
    false

  enum BestThreshold: String, ExpressibleByArgument, CaseIterable {
    case f1, mcc
  }

  func validate() throws {
    let given = [
      maxFpr.map { _ in "--max-fpr" }, minPrecision.map { _ in "--min-precision" },
      cost.map { _ in "--cost" }, best.map { _ in "--best" },
    ].compactMap(\.self)
    guard given.count < 2 else {
      throw ValidationError("\(given.joined(separator: " and ")) exclude each other.")
    }
    _ = try options()
  }

  /// What was typed; nil for nothing.
  ///
  /// - Throws: `ValidationError` for a share or a cost that is none.
  func options() throws -> DecisionOptions? {
    let missed = try maxFnr.map { try ShareOption.value($0, of: "--max-fnr") }
    let criterion = try criterion()
    guard missed != nil || criterion != nil || noTemperature else { return nil }
    return DecisionOptions(
      fitsTemperature: !noTemperature, criterion: criterion, maximumFalseNegativeRate: missed)
  }

  private func criterion() throws -> ThresholdCriterion? {
    if let maxFpr {
      return .maxFalsePositiveRate(try ShareOption.value(maxFpr, of: "--max-fpr"))
    }
    if let minPrecision {
      return .minPrecision(try ShareOption.value(minPrecision, of: "--min-precision"))
    }
    if let cost { return try Self.costs(cost) }
    return best.map { $0 == .f1 ? .bestF1 : .bestMCC }
  }

  private static func costs(_ text: String) throws -> ThresholdCriterion {
    do { return try ThresholdCriterion.cost(parsing: text) } catch {
      throw ValidationError("--cost: \(error)")
    }
  }
}
