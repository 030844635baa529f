import ArgumentParser
import Reports
import RunDatabase
import SpamTuneKit

struct RunsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything about one run.")

  @Argument(help: "The run's name, or its folder.") var name: String
  @Option(help: "SQLite file of the runs.") var database: String?
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let database = try RunDatabase.openReadOnly(
      path: RunStore(database: database).database(of: name))
    let run = try RunStore.record(of: name, in: database)
    try StandardOutput.print(
      Document(
        run, epochs: try database.epochs(of: run.id),
        checkpoints: try database.checkpoints(of: run.id),
        evaluations: try database.evaluations(of: run.id)))
  }
}
