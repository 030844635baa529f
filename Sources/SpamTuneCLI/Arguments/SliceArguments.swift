import ArgumentParser
import Audits

/// What messages are told apart by, besides what an audit knows itself.
struct SliceArguments: ParsableArguments {
  @Option(
    name: .customLong("slice"),
    help: ArgumentHelp(
      "Tell messages apart by a regular expression as well, such as prize='(?i)win|won'.",
      valueName: "name=regex"))
  var namedPatterns: [String] = []
  @Option(
    name: .customLong("slice-column"),
    help: "Tell messages apart by a column or JSON key of the data as well.")
  var columns: [String] = []

  var isEmpty: Bool { namedPatterns.isEmpty && columns.isEmpty }

  /// - Throws: `AuditError`.
  func patterns() throws -> [SlicePattern] {
    try namedPatterns.map { argument in try SlicePattern(parsing: argument) }
  }
}
