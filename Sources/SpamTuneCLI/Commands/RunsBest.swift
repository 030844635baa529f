import ArgumentParser
import Foundation
import Options
import Reports
import RunDatabase
import SpamTuneKit

struct RunsBest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "best",
    abstract: "Show the best run by a metric, and which others may be as good.",
    discussion: """
      Runs are compared when they were measured on the same messages as the newest one that meets the \
      conditions. Losses, calibration errors and false_positive_rate are the better the lower. Choose by \
      validation: chosen by test, the best run looks better than it is. With --name-only the answer is good \
      for a script: spamtune classify --model $(spamtune runs best --kind train --name-only) "some text"
      """)

  @Option(
    help: ArgumentHelp(
      "What decides: PART.METRIC, such as validation.f1 or test.mcc. (default: validation.mcc, or "
        + "test.mcc where no run has one)", valueName: "part.metric"))
  var metric: String?
  @OptionGroup var filter: RunFilterArguments
  @Flag(help: "Print the best run's name and nothing else.") var nameOnly = false
  @Option(help: "Output format.") var format: OutputFormat = .text
  @Option(help: "SQLite file of the runs.") var database: String?
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let database = try RunDatabase.openReadOnly(path: RunStore(database: database).database())
    let ranking = try ranking(in: database)
    if nameOnly {
      try StandardOutput.print(ranking.best.run.name)
      return
    }
    switch format {
    case .json: try printJSON(RemarkedRanking(ranking))
    case .text: try StandardOutput.print(Document(ranking))
    }
  }

  private func ranking(in database: RunDatabase) throws -> RunRanking {
    var filter = try filter.filter(for: database)
    // One that still learns may be anything.
    filter.status = filter.status ?? .finished
    let runs = try database.runs(matching: filter)
    guard !runs.isEmpty else {
      throw KitError.badOption(
        "No run meets the conditions; without --status only finished runs do.")
    }
    let criteria = try metric.map { [try Self.criterion($0, in: database)] } ?? Self.standard
    for criterion in criteria {
      if let ranking = try RunRanking(runs, by: criterion, in: database) { return ranking }
    }
    let wanted = criteria.map(\.description).joined(separator: " or ")
    throw KitError.badOption(
      "None of the runs that meet the conditions (\(runs.count)) has \(wanted). Choose another --metric."
    )
  }

  private static let standard = [
    RunRanking.Criterion(part: .validation, metric: "mcc"),
    RunRanking.Criterion(part: .test, metric: "mcc"),
  ]

  private static func criterion(
    _ text: String, in database: RunDatabase
  ) throws -> RunRanking.Criterion {
    let names = try database.columnNames()
    if case .result(let part, let metric)? = names.column(text),
      names.metrics.contains(metric) || metric == "loss"
    {
      return RunRanking.Criterion(part: part, metric: metric)
    }
    let known = EvaluationPart.allCases.flatMap { part in
      (names.metrics + ["loss"]).map { part.rawValue + "." + $0 }
    }
    let hint =
      text.closest(in: known).map { "Did you mean '\($0)'?" }
      ?? "Metrics are \(names.metrics.joined(separator: ", ")) and loss, of "
      + "\(EvaluationPart.allCases.map(\.rawValue).joined(separator: ", "))."
    throw KitError.badOption("--metric \(text): there is no such metric. \(hint)")
  }
}
