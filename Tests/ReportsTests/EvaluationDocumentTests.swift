import ClassificationMetrics
import Foundation
import Testing

@testable import Reports

@Suite struct EvaluationDocumentTests {
  /// 4 ham, one of them at 0.6; 4 spam, one of them at 0.4.
  private static func evaluation(
    labels: [Int] = [0, 0, 0, 0, 1, 1, 1, 1], classNames: [String] = ["ham", "spam"],
    positiveClass: Int? = 1
  ) throws -> Evaluation {
    let scores = [0.1, 0.2, 0.3, 0.6, 0.4, 0.7, 0.8, 0.9]
    return try Evaluation(
      labels: labels, probabilities: scores.flatMap { [1 - $0, $0] },
      classes: ClassSet(classNames, positive: positiveClass), loss: 0.5, seed: 1, resamples: 50)
  }

  private static func row(_ name: String, in text: String) -> String? {
    text.split(separator: "\n").map(String.init).first { $0.hasPrefix(name + " ") }
  }

  @Test func everyMetricOfAnEvaluationIsThere() throws {
    let text = Written.text(Document(try Self.evaluation()))
    for metric in Evaluation.Metric.allCases {
      let name =
        switch metric {
        case .macroPrecision, .macroRecall, .macroF1: "macro average"
        case .weightedPrecision, .weightedRecall, .weightedF1: "weighted average"
        case .microF1: "micro average"
        case .ecePositive: "calibration error, spam"
        default: metric.title
        }
      #expect(Self.row(name, in: text) != nil, "\(name)")
    }
    #expect(Self.row("correct", in: text)?.hasSuffix("6/8") == true)
    #expect(Self.row("counts as spam from", in: text)?.hasSuffix("0.5000") == true)
    #expect(Self.row("loss", in: text)?.hasSuffix("0.5000") == true)
    #expect(!text.contains("undefined"))
    #expect(text.contains("truth \\ predicted"))
  }

  @Test func theSharesOfThePaperAreInPercent() throws {
    let text = Written.text(Document(try Self.evaluation()))
    // Wilson intervals of 3/4 and 1/4.
    #expect(Self.row("SC %, spam caught", in: text)?.hasSuffix(" 75.00 (30.06–95.44)") == true)
    #expect(Self.row("BH %, ham blocked", in: text)?.hasSuffix(" 25.00 (4.56–69.94)") == true)
    #expect(
      Self.row("false positive rate", in: text)?.contains(" 0.2500 (0.0456–0.6994)       1/4 ")
        == true)
  }

  @Test func withoutPositiveClassTheyAreAverages() throws {
    let text = Written.text(Document(try Self.evaluation(positiveClass: nil)))
    #expect(Self.row("macro precision", in: text) != nil)
    #expect(!text.contains("SC %") && !text.contains("counts as") && !text.contains("undefined"))
  }

  @Test func whatIsUndefinedHasItsReasonOnce() throws {
    let text = Written.text(Document(try Self.evaluation(labels: Array(repeating: 0, count: 8))))
    #expect(Self.row("ROC-AUC", in: text)?.contains(" undefined ") == true)
    // 0/0, which scikit-learn counts as 0.
    #expect(Self.row("recall", in: text)?.contains(" undefined ") == true)
    let reasons = text.split(separator: "\n").filter {
      $0.hasPrefix("undefined, as no example has the label 'spam': ")
    }
    #expect(reasons.count == 1)
    #expect(reasons.first?.contains("recall, ROC-AUC, average precision") == true)
  }

  @Test func ofSeveralPartsOnlyTheMainMetricsAreShown() throws {
    let evaluation = try Self.evaluation()
    let text = Written.text(
      Document(blocks: [.table(.metrics(of: [("train", evaluation), ("test", evaluation)]))]))
    #expect(Self.row("accuracy", in: text) != nil)
    #expect(!text.contains("kappa"))
  }
}
