import ArgumentParser

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, show, compare, export and delete recorded runs.",
    subcommands: [
      List.self, Show.self, Best.self, Diff.self, Curves.self, Export.self, SQL.self, Delete.self,
    ],
    defaultSubcommand: List.self)
}
