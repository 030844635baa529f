import Files
import Mustache

/// The templates, the style sheet and the script, which are files of the folder Page in the sources and
/// parts of the program once built.
struct PageTemplates {
  private let library: MustacheLibrary
  let style = Self.text(PackageResources.report_css)
  let script = Self.text(PackageResources.report_js)

  private static let files: [(name: String, bytes: [UInt8])] = [
    ("page", PackageResources.page_mustache), ("about", PackageResources.about_mustache),
    ("body", PackageResources.body_mustache), ("figures", PackageResources.figures_mustache),
    ("facts", PackageResources.facts_mustache), ("table", PackageResources.table_mustache),
    ("matrix", PackageResources.matrix_mustache), ("drawing", PackageResources.drawing_mustache),
    ("slider", PackageResources.slider_mustache), ("heats", PackageResources.heats_mustache),
  ]

  /// - Throws: Where a template is no valid Mustache.
  init() throws {
    MustacheContentTypes.register(MarkupContent(), named: MarkupContent.name)
    var library = MustacheLibrary()
    for (name, bytes) in Self.files {
      // Each template begins with the pragma, as a partial does not take over its caller's escaping.
      let text = "{{% CONTENT_TYPE: \(MarkupContent.name)}}" + Self.text(bytes)
      try library.register(text, named: name)
    }
    self.library = library
  }

  /// - Parameter values: A structure whose stored properties are the names of the template.
  /// - Throws: `PageTemplateError` for a template that is not there.
  func render(_ values: Any, with template: String) throws -> String {
    guard let text = library.render(values, withTemplate: template) else {
      throw PageTemplateError(template: template)
    }
    return text
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// A template that the program does not have: a mistake of its makers.
struct PageTemplateError: ReportableError {
  let template: String

  var exitClass: ExitClass { .failure }
  var description: String { "The page has no template '\(template)'. Please tell the makers." }
}
