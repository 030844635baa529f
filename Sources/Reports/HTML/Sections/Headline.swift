import ClassificationMetrics
import SpamTuneKit

/// What stands above everything else: which model on which data, the verdict, and four numbers.
struct Headline {
  struct Figure {
    var figureName: String
    var value: String
    var interval: String?
    var meaning: String
  }

  let model: String
  let data: String
  let summary: String
  let lead: String?
  let sentences: [String]
  let figures: [Figure]

  /// - Parameter hasWholePaths: Whether a file is called by its path, as several have the same name.
  init(_ report: ModelReport, hasWholePaths: Bool = false) {
    model = report.subject.run ?? Self.lastPart(of: report.subject.model)
    data = hasWholePaths ? report.data.name : Self.shortName(of: report.data)
    summary = [
      PageNumber.count(report.evaluation.examples, "message"),
      PageNumber.count(report.subject.classes.count, "class", "classes"),
      "made " + Self.day(report.subject.createdAt),
    ].joined(separator: " · ")
    lead = report.verdict.first
    sentences = Array(report.verdict.dropFirst())
    figures = Self.figures(report.evaluation)
  }

  /// What the data is called, without the folders of a file.
  static func shortName(of card: DataCard) -> String {
    card.name == card.path ? lastPart(of: card.name) : card.name
  }

  static func lastPart(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// "2026-09-01 12:00 UTC" of an ISO 8601 time of that zone; others stay as they are.
  static func day(_ time: String) -> String {
    let parts = time.split(separator: "T")
    guard parts.count == 2, parts[1].hasSuffix("Z") else { return time }
    return "\(parts[0]) \(parts[1].dropLast().prefix(5)) UTC"
  }

  private static func figures(_ evaluation: Evaluation) -> [Figure] {
    let matrix = evaluation.confusionMatrix
    let accuracy = figure(
      "Accuracy", evaluation.accuracy,
      PageNumber.count(matrix.correct) + " of " + PageNumber.count(matrix.total) + " right")
    guard let positive = evaluation.classes.positive else {
      return [
        accuracy,
        figure("Balanced accuracy", evaluation.balancedAccuracy, "mean recall of the classes"),
        figure("Macro F1", evaluation.macroF1, "mean over the classes"),
      ]
    }
    let name = "“\(evaluation.classes.names[positive])”"
    let counts = matrix.oneVersusRest(positive)
    let hits = PageNumber.count(counts.truePositives)
    return [
      accuracy,
      figure(
        "Recall", evaluation.recall,
        "\(hits) of \(PageNumber.count(counts.positives)) \(name) found"),
      figure(
        "Precision", evaluation.precision,
        "\(hits) of \(PageNumber.count(counts.predictedPositives)) answers \(name) right"),
      figure(
        "False alarms", evaluation.falsePositiveRate,
        "\(PageNumber.count(counts.falsePositives)) of \(PageNumber.count(counts.negatives))"
          + " others called \(name)"),
    ]
  }

  private static func figure(_ name: String, _ estimate: Estimate, _ meaning: String) -> Figure {
    Figure(
      figureName: name, value: PageNumber.Style.percent.text(estimate),
      interval: PageNumber.interval(estimate, as: .percent), meaning: meaning)
  }
}
