import Audits
import ClassifierModels

/// How reports are made, and what they hold.
public struct ReportOptions: Sendable {
  /// Whether messages and their tokens are part of the report.
  public var includesText = false
  /// Wrong answers that are listed, the surest of them.
  public var errorLimit = 20
  /// Whether slices, shortcuts, disguises, labels and near-duplicates are looked into.
  public var hasAudits = true
  /// Further slices that a user asks for.
  public var patterns: [SlicePattern] = []
  /// The class that precision and recall speak of; nil for the model's own.
  public var positiveLabel: String?
  public var longText: LongText = .truncate
  /// The command as typed.
  public var commandLine: String

  public init(commandLine: String) {
    self.commandLine = commandLine
  }
}
