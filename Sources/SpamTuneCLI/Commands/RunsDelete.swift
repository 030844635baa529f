import ArgumentParser
import RunDatabase
import SpamTuneKit

struct RunsDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Forget a run: its record and, with --files, its folder.")

  @Argument(help: "The run's name, or its folder.") var name: String
  @Option(help: "SQLite file of the runs.") var database: String?
  @Flag(help: "Delete the run's folder with its model and checkpoints as well.")
  var files = false
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let path = RunStore(database: database).database(of: name)
    // Looking first keeps a mistyped path from becoming a new database.
    _ = try RunDatabase.openReadOnly(path: path)
    let database = try RunDatabase(path: path)
    let run = try RunStore.record(of: name, in: database)
    try RunStore.delete(run, from: database, withFiles: files)
    note(
      files
        ? "deleted \(run.name) and \(run.folder)" : "deleted \(run.name); \(run.folder) stays")
  }
}
