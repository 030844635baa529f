/// A part of the page with a heading and a place in the list of sections.
///
/// The stored properties are what its template names.
protocol PageSection {
  /// Names the section in addresses; unique in a report.
  static var anchor: String { get }
  /// Without its extension, in the folder Page.
  static var template: String { get }
  var heading: String { get }
}

extension PageSection {
  static var template: String { anchor }
}

/// What the sections of one report have in common.
struct ReportPlace {
  /// In front of every identifier: empty for the only report of a page, "r2-" for the second of several.
  let prefix: String

  func identifier(_ name: String) -> String { prefix + name }
}

/// A section that says why there is nothing.
struct MissingSection: PageSection {
  static let anchor = ""
  static let template = "missing"

  let heading: String
  let sentence: String
}
