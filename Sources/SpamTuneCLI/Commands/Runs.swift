import ArgumentParser
import Foundation
import Reports
import RunDatabase
import SpamTuneKit

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, show, compare and delete recorded runs.",
    subcommands: [List.self, Show.self, Diff.self, Delete.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    // Named, because otherwise the parser's description of itself lacks the command by default.
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List runs, the newest first.")

    @Option(help: "SQLite file of the runs.") var database: String?
    @Option(help: "How many at most.") var limit = 20
    @OptionGroup var optionsFile: OptionsFileArgument

    func run() throws {
      let path = database ?? Home.standard.database
      guard FileManager.default.fileExists(atPath: path) else {
        note("no runs yet (\(path) does not exist)")
        return
      }
      let database = try RunDatabase.openReadOnly(path: path)
      let runs = try database.runs(limit: limit)
      var accuracy: [Run.ID: Double] = [:]
      // One round says little about a cross-validation that was stopped.
      for run in runs where run.facts.kind != "cross-validate" || run.status == .finished {
        let test = try database.newestEvaluation(of: run.id, part: .test)
        accuracy[run.id] = test?.record.metrics.first { $0.name == "accuracy" }?.value
      }
      try StandardOutput.print(RunText.list(runs, testAccuracy: accuracy))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show everything about one run.")

    @Argument(help: "The run's name.") var name: String
    @Option(help: "SQLite file of the runs.") var database: String?
    @OptionGroup var optionsFile: OptionsFileArgument

    func run() throws {
      let database = try RunDatabase.openReadOnly(path: database ?? Home.standard.database)
      guard let run = try database.run(named: name) else { throw KitError.noSuchRun(name) }
      try StandardOutput.print(
        RunText.details(
          run, epochs: try database.epochs(of: run.id),
          checkpoints: try database.checkpoints(of: run.id),
          evaluations: try database.evaluations(of: run.id)))
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forget a run: its record and, with --files, its folder.")

    @Argument(help: "The run's name.") var name: String
    @Option(help: "SQLite file of the runs.") var database: String?
    @Flag(help: "Delete the run's folder with its model and checkpoints as well.")
    var files = false
    @OptionGroup var optionsFile: OptionsFileArgument

    func run() throws {
      let path = database ?? Home.standard.database
      // Looking first keeps a mistyped path from becoming a new database.
      _ = try RunDatabase.openReadOnly(path: path)
      let database = try RunDatabase(path: path)
      guard let run = try database.run(named: name) else { throw KitError.noSuchRun(name) }
      try TrainedRun.delete(run, from: database, withFiles: files)
      note(files ? "deleted \(name) and \(run.folder)" : "deleted \(name); \(run.folder) stays")
    }
  }
}
