import ArgumentParser
import Options
import RunDatabase
import SpamTuneKit

/// What a table of runs shows, and in which order.
struct RunColumnArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to show of each run, by commas: columns of v_runs (docs/database.md), setting.NAME, and "
        + "PART.METRIC of a part's newest evaluation, such as run,setting.learning_rate,test.f1.",
      valueName: "names"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "Column to sort by, the lowest first; runs without a value come last. (default: the newest first)",
      valueName: "column"))
  var sort: String?

  @Flag(help: "Reverse the order.") var reverse = false

  /// The columns that were asked for; nil where none were.
  ///
  /// - Throws: `KitError.badOption`.
  func chosen(from names: RunColumnNames) throws -> [RunColumn]? {
    guard let columns else { return nil }
    return try columns.split(separator: ",", omittingEmptySubsequences: false).map { name in
      try Self.column(name.trimmingCharacters(in: .whitespaces), from: names, option: "--columns")
    }
  }

  /// - Throws: `KitError.badOption`.
  func order(from names: RunColumnNames) throws -> RunOrder {
    let column = try sort.map { try Self.column($0, from: names, option: "--sort") }
    return RunOrder(column: column, isDescending: (column == nil) != reverse)
  }

  static func column(
    _ name: String, from names: RunColumnNames, option: String
  ) throws -> RunColumn {
    if let column = names.column(name) { return column }
    let hint =
      name.closest(in: names.all).map { "Did you mean '\($0)'?" }
      ?? "There are \(names.facts.joined(separator: ", ")), setting.NAME and PART.METRIC."
    throw KitError.badOption("\(option): there is no column '\(name)'. \(hint)")
  }
}
