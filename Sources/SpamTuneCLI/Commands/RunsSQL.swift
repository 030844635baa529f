import ArgumentParser
import Foundation
import Options
import Reports
import RunDatabase
import SpamTuneKit

struct RunsSQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Ask the database in SQL; nothing can be changed.",
    discussion: """
      docs/database.md describes the views and their columns. For example: \
      spamtune runs sql "SELECT run, test_mcc FROM v_runs ORDER BY test_mcc DESC"
      """)

  @Argument(help: "One statement, or - to read it from standard input.") var query: String
  @Option(help: "Output format.") var format: TableFormat = .text
  @Option(help: "SQLite file of the runs.") var database: String?
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let database = try RunDatabase.openReadOnly(path: RunStore(database: database).database())
    var table: TableWriter?
    do {
      try database.query(try statement()) { columns in
        table = try TableWriter(columns, format: format, missing: "NULL") {
          try StandardOutput.write($0)
        }
      } row: {
        try table?.append($0)
      }
    } catch RunDatabaseError.query(let reason) {
      throw RunDatabaseError.query(reason: try reason + hint(for: reason, in: database))
    }
    try table?.finish()
  }

  private func statement() throws -> String {
    guard query == "-" else { return query }
    let data = try FileHandle.standardInput.readToEnd() ?? Data()
    guard let text = String(data: data, encoding: .utf8) else {
      throw KitError.badOption("The query on standard input is not UTF-8.")
    }
    return text
  }

  /// The name that was probably meant, where SQLite does not know one.
  private func hint(for reason: String, in database: RunDatabase) throws -> String {
    let names =
      if reason.hasPrefix("no such table: ") {
        "SELECT name FROM sqlite_schema WHERE type = 'view'"
      } else if reason.hasPrefix("no such column: ") {
        """
        SELECT DISTINCT c.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c \
        WHERE s.type = 'view'
        """
      } else {
        ""
      }
    guard !names.isEmpty, let unknown = reason.split(separator: " ").last else { return "" }
    var known: [String] = []
    try database.query(names) { _ in
    } row: { row in
      if case .text(let name)? = row.first { known.append(name) }
    }
    let name = unknown.split(separator: ".").last.map(String.init) ?? ""
    return name.closest(in: known).map { " (did you mean '\($0)'?)" } ?? ""
  }
}
