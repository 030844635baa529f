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
    let database = try RunDatabase.openReadOnly(
      path: RunStore(database: database).database(of: first))
    let comparison = try RunComparison(
      RunStore.record(of: first, in: database), RunStore.record(of: second, in: database),
      in: database)
    switch format {
    case .json: try printJSON(comparison)
    case .text: try StandardOutput.print(Document(comparison))
    }
  }
}
