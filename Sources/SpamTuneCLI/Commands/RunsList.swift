import ArgumentParser
import Foundation
import Reports
import RunDatabase
import SpamTuneKit

struct RunsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List runs, the newest first.",
    discussion: """
      A run is listed when it meets all conditions. With --format json or csv and without --columns each \
      run comes with all columns of v_runs.
      """)

  @OptionGroup var filter: RunFilterArguments
  @OptionGroup var columns: RunColumnArguments
  @Option(help: "Most runs to list.") var limit = 20
  @Option(help: "Output format.") var format: TableFormat = .text
  @Option(help: "SQLite file of the runs.") var database: String?
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    guard limit > 0 else { throw KitError.badOption("--limit is \(limit); give 1 or more.") }
    let path = RunStore(database: database).database()
    guard FileManager.default.fileExists(atPath: path) else {
      note("no runs yet (\(path) does not exist)")
      return
    }
    let database = try RunDatabase.openReadOnly(path: path)
    let names = try database.columnNames()
    let (filter, order) = (try filter.filter(for: database), try columns.order(from: names))
    let chosen = try columns.chosen(from: names)
    if chosen == nil, format == .text {
      try printOverview(of: database, filter, order)
    } else {
      let columns = chosen ?? names.facts.map(RunColumn.fact)
      try printRows(
        database.table(of: columns, matching: filter, by: order, limit: limit), of: columns)
    }
    let count = try database.countRuns(matching: filter)
    if count > limit { note("\(limit) of \(count) runs; --limit shows more") }
  }

  private func printOverview(
    of database: RunDatabase, _ filter: RunFilter, _ order: RunOrder
  ) throws {
    let runs = try database.runs(matching: filter, by: order, limit: limit)
    var accuracy: [Run.ID: Double] = [:]
    for run in runs {
      let test = try database.result(of: run, part: .test)
      accuracy[run.id] = test?.metrics.first { $0.name == "accuracy" }?.value
    }
    try StandardOutput.print(Document(runs, testAccuracy: accuracy))
  }

  private func printRows(_ rows: [[SettingValue]], of columns: [RunColumn]) throws {
    var table = try TableWriter(columns.map(\.name), format: format, digits: 6) {
      try StandardOutput.write($0)
    }
    for row in rows { try table.append(row) }
    try table.finish()
  }
}

extension TableFormat: ExpressibleByArgument {}
