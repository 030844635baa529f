import ArgumentParser
import Foundation
import Reports
import RunDatabase
import SpamTuneKit

struct RunsCurves: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curves",
    abstract: "Draw how runs went: losses, accuracies, learning rates.",
    discussion: """
      Several runs are drawn into one plot. Of a cross-validation the rounds are drawn. Where there are \
      more steps than the plot has dots, each dot is the mean of its steps.
      """)

  @Argument(help: "Names or folders of runs.") var names: [String]
  @Option(help: "What to draw.") var metric: CurveMetric = .loss
  @Option(help: "Characters across. (default: the terminal's, at most 100)") var width: Int?
  @Option(help: "Lines between the axes.") var height = 16
  @Option(help: "Output format.") var format: TableFormat = .text
  @Option(help: "SQLite file of the runs.") var database: String?
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    try Self.check(width, "--width", 24...1000)
    try Self.check(height, "--height", 3...500)
    let database = try RunDatabase.openReadOnly(
      path: RunStore(database: database).database(of: names.first))
    let runs = try names.map { try RunStore.record(of: $0, in: database) }
    var curves: [RunCurve] = []
    var drawn: Set<Run.ID> = []
    for run in runs where drawn.insert(run.id).inserted {
      let new = try RunCurve.curves(of: run, metric, in: database)
      if new.isEmpty {
        let reason =
          "Run '\(run.name)' (\(run.facts.kind), \(run.status.rawValue)) has no curve of "
          + "--metric \(metric.rawValue)."
        guard runs.count > 1 else {
          throw KitError.badOption(reason + " 'spamtune runs show' says what it has.")
        }
        note(reason)
      }
      curves += new
    }
    guard !curves.isEmpty else {
      throw KitError.badOption("No curve of --metric \(metric.rawValue) in any of these runs.")
    }
    switch format {
    case .json: try printJSON(["curves": curves])
    case .csv: try RunCurve.writeTable(curves) { try StandardOutput.write($0) }
    case .text:
      let width = width ?? min(100, TerminalWidth.columns ?? 80)
      let renderer = TextRenderer(plotSize: (width, height))
      try StandardOutput.print(renderer.text(Document(curves, metric, pointLimit: 2 * width)))
    }
  }

  private static func check(_ value: Int?, _ option: String, _ range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    throw KitError.badOption(
      "\(option) is \(value); give \(range.lowerBound) to \(range.upperBound).")
  }
}

extension CurveMetric: ExpressibleByArgument {}
