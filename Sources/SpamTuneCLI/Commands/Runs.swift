import ArgumentParser

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, show, compare, export and delete recorded runs.",
    subcommands: [
      RunsList.self, RunsShow.self, RunsBest.self, RunsDiff.self, RunsCurves.self, RunsExport.self,
      RunsSQL.self, RunsDelete.self,
    ],
    defaultSubcommand: RunsList.self)
}
