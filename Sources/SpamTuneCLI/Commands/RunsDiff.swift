import ArgumentParser
import Reports
import RunDatabase
import SpamTuneKit

struct RunsDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what two runs do not have in common.",
    discussion: """
      Results are those of each part's newest evaluation. A cross-validation's are the means over its \
      rounds; one that was stopped has none.
      """)

  @Argument(help: "A run's name or folder.") var first: String
  @Argument(help: "Another run's name or folder.") var second: String
  @Option(help: "SQLite file of the runs.") var database: String?
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let database = try RunDatabase.openReadOnly(path: database ?? RunLookup.database(of: first))
    let comparison = RunComparison(
      try Self.side(first, in: database), try Self.side(second, in: database))
    switch format {
    case .json: try printJSON(comparison)
    case .text: try StandardOutput.print(RunComparisonText.text(comparison))
    }
  }

  private static func side(
    _ name: String, in database: RunDatabase
  ) throws -> RunComparison.Side {
    let run = try RunLookup.run(name, in: database)
    var evaluations: [EvaluationPart: EvaluationRecord] = [:]
    for part in EvaluationPart.allCases {
      evaluations[part] = try database.result(of: run, part: part)
    }
    return RunComparison.Side(run: run, evaluations: evaluations)
  }
}
