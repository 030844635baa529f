/// An error that may reach a user. Its description is a sentence that says what is wrong, where, and what to do;
/// settings stand in it by their names between backticks, and texts of messages never.
package protocol ReportableError: Error, CustomStringConvertible {
  var exitClass: ExitClass { get }
}

/// What kind of end an error is, for a program that tells it by its exit code.
package enum ExitClass: Sendable, CaseIterable {
  /// The work was begun and did not succeed.
  case failure
  /// What was asked for cannot be: settings or names that make no sense, or do not go together.
  case usage
  /// A file, a folder or a model that was named cannot be used.
  case input
}
