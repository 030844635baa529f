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
  func text(of reports: [ModelReport]) throws -> String {
    switch self {
    case .html: return try ReportPage.html(reports)
    case .text: return ReportText.text(reports) + "\n"
    case .markdown: return ReportMarkdown.markdown(reports)
    case .json:
      let text =
        reports.count == 1 ? try ResultJSON.text(reports[0]) : try ResultJSON.text(reports)
      return text + "\n"
    }
  }
}
