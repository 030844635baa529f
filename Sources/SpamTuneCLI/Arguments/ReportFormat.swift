import ArgumentParser
import Files
import Foundation
import Reports
import SpamTuneKit

/// How a report is written.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case html, text, markdown, json

  /// Nil where the ending of a file's name says nothing.
  init?(ofFile path: String) {
    switch (path as NSString).pathExtension.lowercased() {
    case "html", "htm": self = .html
    case "txt", "text": self = .text
    case "md", "markdown": self = .markdown
    case "json": self = .json
    default: return nil
    }
  }

  /// A whole file's contents. One report is an object of JSON, several are an array.
  ///
  /// - Parameter renderer: Writes the text.
  func text(of reports: [ModelReport], by renderer: TextRenderer) throws -> String {
    switch self {
    case .html: return try HTMLRenderer().page(Document(reports))
    case .text: return renderer.text(Document(reports)) + "\n"
    case .markdown: return MarkdownRenderer().text(Document(reports)) + "\n"
    case .json:
      let text =
        reports.count == 1 ? try ResultJSON.text(reports[0]) : try ResultJSON.text(reports)
      return text + "\n"
    }
  }
}
