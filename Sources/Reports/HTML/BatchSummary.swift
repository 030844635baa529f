import ClassificationMetrics
import SpamTuneKit

/// Several reports: a table of all of them, then each one.
struct BatchSummary {
  struct Entry {
    var identifier: String
    var number: Int
    var body: ReportBody
  }

  let title: String
  let tables: [PageTable]
  let entries: [Entry]

  init(_ reports: [ModelReport], templates: PageTemplates) throws {
    let shortNames = Set(reports.map { Headline.shortName(of: $0.data) })
    let hasWholePaths = shortNames.count < Set(reports.map(\.data.name)).count
    entries = try reports.enumerated().map { index, report in
      let number = index + 1
      return Entry(
        identifier: "report-\(number)", number: number,
        body: try ReportBody(
          report, at: ReportPlace(prefix: "r\(number)-"), headingLevel: 3,
          hasWholePaths: hasWholePaths, templates: templates))
    }
    let models = Self.distinct(reports.map(\.subject.model))
    let files = Self.distinct(reports.map(\.data.path))
    let names = entries.map(\.body.headline)
    title =
      reports.isEmpty
      ? "No reports"
      : PageNumber.count(models.count, "model") + " on "
        + PageNumber.count(files.count, "data file")
    let isGrid = models.count > 1 && files.count > 1
    tables =
      reports.isEmpty
      ? []
      : (isGrid ? [Self.grid(reports, names: names, models: models, files: files)] : [])
        + [Self.pairs(reports, names: names)]
  }

  /// A row per model and a column per data file.
  private static func grid(
    _ reports: [ModelReport], names: [Headline], models: [String], files: [String]
  ) -> PageTable {
    let axis = WhiskerAxis(reports.map(\.evaluation.f1))
    return PageTable(
      "F1 of each model on each data file",
      columns: [.text("Model")]
        + files.map { path in
          .number(zip(reports, names).first { $0.0.data.path == path }?.1.data ?? path)
        },
      rows: models.map { model in
        let own = reports.filter { $0.subject.model == model }
        return [.heading(own.first.map { Headline($0).model } ?? model)]
          + files.map { path in
            own.first { $0.data.path == path }
              .map { .estimate($0.evaluation.f1, as: .percent, on: axis) } ?? .number("–")
          }
      })
  }

  private static func pairs(_ reports: [ModelReport], names: [Headline]) -> PageTable {
    let metrics: [Evaluation.Metric] = [.accuracy, .precision, .recall, .f1, .mcc, .rocAUC, .ece]
    let axes = metrics.map { metric in
      WhiskerAxis(reports.map { $0.evaluation[metric] }, within: metric == .mcc ? -1...1 : 0...1)
    }
    let words =
      reports.first.map { report in metrics.map { MetricWords($0, report.evaluation) } } ?? []
    return PageTable(
      "Each model on each data file, with 95 % intervals",
      columns: [.text("Model"), .number("Messages")]
        + zip(words, axes).map { words, axis in
          .number(words.name, note: axis.label(words.style))
        },
      rows: zip(reports, names).enumerated().map { index, pair in
        var name = PageTable.Cell.heading(pair.1.model, detail: "on " + pair.1.data)
        name.link = "report-\(index + 1)"
        return [name, .count(pair.0.evaluation.examples)]
          + zip(zip(metrics, words), axes).map { metric, axis in
            .estimate(pair.0.evaluation[metric.0], as: metric.1.style, on: axis)
          }
      })
  }

  private static func distinct(_ names: [String]) -> [String] {
    names.reduce(into: []) { seen, name in
      if !seen.contains(name) { seen.append(name) }
    }
  }
}
