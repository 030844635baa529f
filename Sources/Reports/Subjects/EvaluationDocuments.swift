import ClassificationMetrics
import Experiments
import Foundation
import SpamTuneKit
import TextDatasets

/// The ends of commands that measure: of one evaluation, of a training, of a simple method.
extension Document {
  /// One evaluation with all that is known of it: its metrics, its classes, the confusion matrix, and why
  /// something is undefined.
  package init(_ evaluation: Evaluation) {
    var facts = [
      Fact("messages", count: evaluation.examples),
      Fact(
        "correct", Cell.fraction(evaluation.confusionMatrix.correct, of: evaluation.examples).value),
    ]
    if let threshold = evaluation.threshold, let positive = evaluation.positiveName {
      facts.append(
        Fact(
          "counts as \(positive) from",
          threshold > 1 ? "nowhere" : NumberFormat.probability(threshold)))
    }
    if let loss = evaluation.loss { facts.append(Fact("loss", NumberFormat.metric(loss))) }
    self.init(blocks: [
      .facts(facts + Self.paperShares(of: evaluation)), .section(.metrics(of: evaluation)),
      .section(.confusion(of: evaluation)),
    ])
  }

  /// The SC % ("spam caught") and BH % ("blocked ham") of the paper that the UCI data comes with: Almeida,
  /// Hidalgo, Yamakami, "Contributions to the Study of SMS Spam Filtering" (2011).
  private static func paperShares(of evaluation: Evaluation) -> [Fact] {
    guard let positive = evaluation.positiveName else { return [] }
    let others = evaluation.classes.names.filter { $0 != positive }
    let other = others.count == 1 ? others[0] : "others"
    func percentage(_ share: Estimate) -> String {
      guard let value = share.value else { return NumberFormat.undefined }
      func text(_ value: Double) -> String { NumberFormat.decimals(100 * value, 2) }
      guard let low = share.low, let high = share.high else { return text(value) }
      return "\(text(value)) (\(text(low))–\(text(high)))"
    }
    return [
      Fact("SC %, \(positive) caught", percentage(evaluation.recall)),
      Fact("BH %, \(other) blocked", percentage(evaluation.falsePositiveRate)),
    ]
  }

  /// The end of a training.
  ///
  /// - Parameter next: A command that uses the model.
  package init(_ result: TrainingResult, next: String) {
    self.init(
      blocks: Self.blocks(result.metrics) + [
        .paragraph(result.verdict),
        .paragraph(Self.expense(result.seconds, peakMemoryBytes: result.peakMemoryBytes)),
        .facts([Fact("Model:", result.model, isCode: true), Fact("Next:", next, isCode: true)]),
      ])
  }

  /// The end of the measurement of a simple method.
  package init(_ result: BaselineResult) {
    let choice = result.choice.map { "; \($0)" } ?? ""
    self.init(
      blocks: Self.blocks(result.metrics) + [
        .paragraph(
          "\(result.method.rawValue): \(NumberFormat.count(result.parameters)) parameters" + choice),
        .paragraph(
          Self.expense(result.seconds, peakMemoryBytes: result.peakMemoryBytes)
            + "; run \(result.run)"),
      ])
  }

  /// A table of all parts, and of the last one its confusion matrix.
  private static func blocks(_ metrics: TrainingResult.Metrics) -> [Block] {
    let parts = [
      ("train", metrics.train), ("validation", metrics.validation), ("test", metrics.test),
    ].compactMap { name, evaluation in evaluation.map { (name: name, evaluation: $0) } }
    guard let last = parts.last else { return [] }
    return [
      .table(.metrics(of: parts)),
      .table(
        .confusion(
          last.evaluation.confusionMatrix, classNames: last.evaluation.classes.names,
          caption: "\(last.name):")),
    ]
  }

  /// Seconds, all and by phase, and memory.
  private static func expense(_ seconds: [String: Double], peakMemoryBytes: Int64) -> String {
    let phases = PhaseTimer.Phase.allCases.compactMap { phase in
      seconds[phase.rawValue].map { "\(phase.rawValue) \(NumberFormat.decimals($0, 1))" }
    }
    return
      "\(NumberFormat.seconds(seconds["total"] ?? 0)) (\(phases.joined(separator: ", "))), peak memory "
      + NumberFormat.mebibytes(peakMemoryBytes)
  }
}

/// What is said of a run when it begins.
package enum RunIntroduction {
  /// The run's place and its messages, a sentence each.
  package static func sentences(
    name: String, folder: String, _ data: LabelledDataset
  ) -> [String] {
    let split = data.split
    var sentences = [
      "run \(name) in \(folder): \(messages(split.train.count)) to train on, "
        + "\(NumberFormat.count(split.validation.count)) for validation, "
        + "\(NumberFormat.count(split.test.count)) for the test"
    ]
    if data.skippedCount > 0 {
      sentences.append("\(NumberFormat.count(data.skippedCount)) bad rows were skipped")
    }
    if data.leakedCount > 0 {
      sentences.append(
        "\(messages(data.leakedCount)) for validation or test equal a training message after "
          + "normalisation: their results are too good")
    } else if split.duplicates.messages > 0 {
      sentences.append(
        "\(messages(split.duplicates.messages)) equal another after normalisation "
          + "(\(NumberFormat.count(split.duplicates.groups, "group"))); each group lies in one part"
      )
    }
    return sentences
  }

  private static func messages(_ count: Int) -> String { NumberFormat.count(count, "message") }
}
