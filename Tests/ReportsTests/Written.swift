import Audits
import Drift
import RunDatabase
import SpamTuneKit

@testable import Reports

/// Documents as each renderer writes them, where nothing limits a line.
enum Written {
  static func html(_ reports: [ModelReport]) throws -> String {
    try HTMLRenderer().page(Document(reports))
  }

  static func text(_ document: Document) -> String {
    TextRenderer(characters: .unicode).text(document)
  }

  static func text(_ report: ModelReport) -> String { text(Document(report)) }

  static func text(_ reports: [ModelReport]) -> String { text(Document(reports)) }

  static func markdown(_ document: Document) -> String { MarkdownRenderer().text(document) }

  static func markdown(_ report: ModelReport) -> String { markdown(Document(report)) }

  static func markdown(_ reports: [ModelReport]) -> String { markdown(Document(reports)) }
}
