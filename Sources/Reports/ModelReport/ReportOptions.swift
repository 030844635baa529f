import Audits
import ClassifierModels
import SpamTuneKit

/// How reports are made, and what they hold.
package struct ReportOptions: Sendable {
  /// Whether messages and their tokens are part of the report.
  package var includesText = false
  /// Wrong answers that are listed, the surest of them.
  package var errorLimit = 20
  /// Whether slices, shortcuts, disguises, labels and near-duplicates are looked into.
  package var hasAudits = true
  /// Further slices that a user asks for.
  package var patterns: [SlicePattern] = []
  /// The class that precision and recall speak of; nil for the model's own.
  package var positiveLabel: String?
  package var longText: LongText = .truncate
  /// The command as typed.
  package var commandLine: String

  package init(commandLine: String) {
    self.commandLine = commandLine
  }
}
