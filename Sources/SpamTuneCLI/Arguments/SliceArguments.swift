import ArgumentParser
import Audits

/// What messages are told apart by, besides what an audit knows itself.
struct SliceArguments: ParsableArguments {
  @Option(
    name: .customLong("slice"),
    help: ArgumentHelp(
      "Add a slice of the messages that match a regular expression, such as prize='(?i)win|won'.",
      valueName: "name=regex"))
  var namedPatterns: [String] = []
  @Option(
    name: .customLong("slice-column"),
    help: "Add a slice for each value of a column or JSON key of the data.")
  var columns: [String] = []

  var isEmpty: Bool { namedPatterns.isEmpty && columns.isEmpty }

  /// - Throws: `AuditError`.
  func patterns() throws -> [SlicePattern] {
    try namedPatterns.map { argument in try SlicePattern(parsing: argument) }
  }
}
