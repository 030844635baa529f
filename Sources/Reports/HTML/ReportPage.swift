import Mustache
import SpamTuneKit

/// Reports as one HTML page that needs nothing else: no network, no fonts, no files beside it.
package enum ReportPage {
  /// One report as a whole page; several as a table with each report folded up below it.
  ///
  /// Everything in a report counts as hostile: it ends as text, never as markup. Message texts appear
  /// where the report has them.
  ///
  /// - Parameter reports: At least one; none makes a page that says so.
  /// - Throws: An error of the templates, which no report can cause.
  package static func html(_ reports: [ModelReport]) throws -> String {
    let templates = try PageTemplates()
    let page: Page
    if reports.count == 1, let report = reports.first {
      let body = try ReportBody(
        report, at: ReportPlace(prefix: ""), headingLevel: 2, templates: templates)
      page = Page(
        title: body.headline.model + " on " + body.headline.data, templates: templates,
        single: body, batch: nil)
    } else {
      let batch = try BatchSummary(reports, templates: templates)
      page = Page(title: batch.title, templates: templates, single: nil, batch: batch)
    }
    return try templates.render(page, with: "page")
  }
}

/// What the outermost template names.
struct Page {
  let title: String
  let style: String
  let script: String
  let single: ReportBody?
  let batch: BatchSummary?

  init(title: String, templates: PageTemplates, single: ReportBody?, batch: BatchSummary?) {
    self.title = title
    style = templates.style
    script = templates.script
    self.single = single
    self.batch = batch
  }
}
