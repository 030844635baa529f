import ClassificationMetrics
import Foundation
import SpamTuneKit
import Testing

@testable import Reports

@Suite struct ReportWritingTests {
  private func report() throws -> ModelReport {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    report.verdict = ReportVerdict(report).sentences
    report.thresholds = [
      ThresholdPoint(
        threshold: 1.01,
        counts: BinaryCounts(
          truePositives: 0, falsePositives: 0, falseNegatives: 100, trueNegatives: 1_000)),
      ThresholdPoint(
        threshold: 0.9,
        counts: BinaryCounts(
          truePositives: 90, falsePositives: 0, falseNegatives: 10, trueNegatives: 1_000)),
      ThresholdPoint(
        threshold: 0.5,
        counts: BinaryCounts(
          truePositives: 95, falsePositives: 4, falseNegatives: 5, trueNegatives: 996)),
    ]
    report.learning = LearningCurves(
      steps: (1...20).map { LearningCurves.Step(step: $0, loss: 1 / Double($0)) },
      epochs: [
        LearningCurves.Epoch(
          epoch: 1, step: 20, trainLoss: 0.1, validationLoss: 0.2, trainAccuracy: 0.99,
          validationAccuracy: 0.98)
      ], verdict: "Good fit.")
    report.errors = [
      ReportedError(
        row: 7, truth: "ham", predicted: "spam", probability: 0.9, tokenCount: 2,
        tokens: [
          TokenContribution(start: 0, end: 1, text: "a|b", contribution: 1.5),
          TokenContribution(start: 1, end: 2, text: "c", contribution: -0.5),
        ], text: "a|b *c* <script>\u{1B}[31m\u{202E}\nsecond line")
    ]
    return report
  }

  @Test func markdownHasTablesOfEqualWidthAndPlotsInFences() throws {
    let text = Written.markdown(try report())
    let lines = text.components(separatedBy: "\n")
    #expect(lines[0] == "# Report on tour, measured on test part of run tour")
    #expect(text.contains("| accuracy | 0.9918 (0.9845–0.9957) | 1,091/1,100 |"))
    #expect(text.contains("| ham | 996 (99.6 %) | 4 (0.4 %) |"))
    #expect(
      text.contains(
        "| no false alarm | 0.9000 | 90 | 0 | 10 | 1,000 | 100.0 % | 90.0 % | 0.0 % | 94.7 % |"))
    #expect(!text.hasSuffix("\n"))
    #expect(lines.count { $0 == "```text" || $0 == "```sh" } == lines.count { $0 == "```" })
    #expect(lines.contains("```text"))
    // Rows of one table have equally many cells.
    var width: Int?
    for line in lines {
      guard line.hasPrefix("| ") else {
        width = nil
        continue
      }
      let cells = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(width == nil || width == cells, "\(line)")
      width = cells
    }
  }

  @Test func whatAMessageHoldsNeitherMarksNorSteers() throws {
    let markdown = Written.markdown(try report())
    #expect(
      markdown.contains(
        "- row 7 (2 tokens): called spam with 0.9000, is ham\n  - a|b \\*c\\* \\<script\\>"))
    let text = Written.text(try report())
    for text in [markdown, text] {
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
      #expect(text.contains("second line"))
      #expect(!text.contains("\nsecond line"))
    }
    #expect(markdown.contains("Strongest: “a|b” (+1.500), “c” (-0.500)."))
  }

  @Test func signsWithAccentsAreEscapedToo() throws {
    var report = try report()
    let accent = "\u{301}"
    report.data.name = ["|", "[", "`", "<"].map { $0 + accent }.joined()
    let bytes = Written.markdown(report).unicodeScalars.map(\.value)
    for sign in "[`<".unicodeScalars {
      let places = bytes.indices.filter { bytes[$0] == sign.value && bytes[$0 + 1] == 0x301 }
      #expect(!places.isEmpty)
      #expect(places.allSatisfy { bytes[$0 - 1] == 0x5C }, "\(sign)")
    }
    // In a cell of the table of facts.
    #expect(
      bytes.indices.contains {
        bytes[$0] == 0x5C && bytes[$0 + 1] == 0x7C && bytes[$0 + 2] == 0x301
      })
  }

  @Test func textHasTheVerdictFirstAndEverySection() throws {
    let text = Written.text(try report())
    #expect(
      text.hasPrefix(
        "Report on tour, measured on test part of run tour\n\nVerdict\n═══════\n\n- Of 1,000 ham"))
    for title in [
      "Metrics", "Confusion matrix", "Thresholds", "ROC and precision-recall", "Calibration",
      "Learning curves", "Worst errors", "Data", "Model",
    ] {
      #expect(text.contains("\n\(title)\n═"), "\(title)")
    }
    #expect(text.contains("spamtune train --name tour"))
    #expect(!text.contains("Slices"))
  }

  @Test func severalReportsBeginWithATable() throws {
    var other = try report()
    other.subject.run = nil
    other.data.name = "new|mail.tsv"
    let reports = [try report(), other]
    let markdown = Written.markdown(reports)
    #expect(
      markdown.hasPrefix(
        "# 2 reports: 1 model on 1 data file\n\n## Summary\n\n**Each model on each data file, with 95 % "
          + "intervals**\n\n| model | data | messages |"))
    #expect(markdown.contains("| tour | test part of run tour | 1,100 |"))
    #expect(markdown.contains("| /models/tour | new\\|mail.tsv | 1,100 |"))
    let text = Written.text(reports)
    #expect(text.contains("Report on /models/tour, measured on new|mail.tsv\n  Of 1,000 ham"))
    // One report is not a batch.
    #expect(Written.text([other]) == Written.text(other))
  }

  @Test func undefinedMetricsSayWhy() throws {
    let report = try MadeReport.of(hits: 0, misses: 0, alarms: 1, quiet: 99)
    let text = Written.markdown(report)
    #expect(text.contains("| ROC-AUC | undefined | – |"))
    #expect(
      text.contains("- undefined, as no example has the label 'spam': ") && text.contains("ROC-AUC")
    )
  }

  @Test func whatStandsOnNothingIsUndefinedEverywhere() throws {
    // Every message is spam, so that nothing could be a false alarm; none is called so.
    let report = try MadeReport.of(hits: 0, misses: 10, alarms: 0, quiet: 0)
    let text = Written.markdown(report)
    for metric in ["precision", "specificity", "false positive rate", "MCC"] {
      #expect(text.contains("| \(metric) | undefined | "), "\(metric)")
    }
    let row = Written.markdown([report, report]).split(separator: "\n").first {
      $0.hasPrefix("| tour |")
    }
    // After accuracy: precision, recall, F1.
    let cells = try #require(row).split(separator: "|").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(cells[4] == "undefined")
    #expect(cells[5] == "0.0000 (0.0000–0.2775)")
    let page = try PageElement(page: Written.html([report]))
    let figures = try #require(page.elements("dl", "figures").first)
    #expect(
      figures.elements("span", "value").map(\.text) == [
        "0.0\u{202F}%", "0.0\u{202F}%", "undefined", "undefined",
      ])
    #expect(figures.elements("span", "interval").count == 2)
    let metrics = try #require(page.table("Higher is better"))
    for metric in ["precision", "specificity", "MCC"] {
      let row = try #require(metrics.first { $0[0].text.hasPrefix(metric) })
      #expect(row[1].text.hasPrefix("undefined "), "\(metric)")
      #expect(row[3].elements("svg").isEmpty, "\(metric)")
    }
  }

  @Test func jsonReadsBackAsTheSameReport() throws {
    let report = try report()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(report)
    #expect(try encoder.encode(JSONDecoder().decode(ModelReport.self, from: data)) == data)
  }
}
