import ArgumentParser
import Files
import Foundation
import Reports
import RunDatabase
import SpamTuneKit

struct RunsExport: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json, trackio }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what is recorded of runs for other programs.",
    discussion: """
      csv is one table, by default of the runs with their settings and newest results; json is everything in \
      one document; trackio is a project file that Trackio reads (checked with version 0.43.0). \
      Without names all runs that meet the conditions are written.
      """)

  @Argument(help: "Names or folders of runs.") var names: [String] = []
  @Option(help: "Output format.") var format: Format = .csv
  @Option(help: "For csv: which table; docs/database.md describes them.")
  var table: RunView = .runs
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "File to write, instead of standard output; for trackio the folder of its projects. (default there: "
        + "TRACKIO_DIR, or Trackio's own)", valueName: "path"))
  var output: String?
  @Option(help: "For trackio: the project's name.") var project = "spamtune"
  @Flag(
    help: """
      Write message texts as well, as far as they were stored with --store-text. They are written as they \
      are: a spreadsheet may take one that begins with =, +, - or @ for a formula.
      """)
  var withText = false
  @OptionGroup var filter: RunFilterArguments
  @Option(help: "SQLite file of the runs.") var database: String?
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    guard table == .runs || format == .csv else {
      throw KitError.badOption("--table is for --format csv; \(format.rawValue) has all of them.")
    }
    guard !withText || format != .trackio else {
      throw KitError.badOption("--with-text: Trackio has no place for messages. Leave it out.")
    }
    let database = try RunDatabase.openReadOnly(
      path: RunStore(database: database).database(of: names.first))
    var filter = try filter.filter(for: database)
    if !names.isEmpty {
      filter.names = try names.map { try RunStore.record(of: $0, in: database).name }
    }
    let runs = try database.runs(
      matching: filter, by: RunOrder(column: nil, isDescending: false))
    guard !runs.isEmpty else { throw KitError.badOption("No run meets the conditions.") }
    let runNames = runs.map(\.name)
    filter.names = runNames
    switch format {
    case .trackio: try writeTrackio(runs, of: database)
    case .json:
      try write {
        try RunExport.writeDocument(
          runs: runNames, of: database, withTexts: withText, write: $0)
      }
    case .csv:
      try write { receive in
        if table == .runs {
          try RunExport.writeRuns(filter, of: database, write: receive)
        } else {
          try RunExport.write(
            table, runs: runNames, of: database, format: .csv, withTexts: withText,
            write: receive)
        }
      }
    }
  }

  /// To the file, whole or not at all, or to standard output.
  private func write(_ body: (@escaping (String) throws -> Void) throws -> Void) throws {
    guard let output else { return try body { try StandardOutput.write($0) } }
    var text = ""
    try body { text += $0 }
    try AtomicFile.write(Array(text.utf8), to: output)
    note("wrote \(output)")
  }
}

extension RunView: ExpressibleByArgument {}
