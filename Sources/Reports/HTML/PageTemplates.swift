import Files
import Mustache

/// The templates, the style sheet and the script, which are files of the folder Page in the sources and
/// parts of the program once built.
struct PageTemplates {
  private let library: MustacheLibrary
  let style = Self.text(PackageResources.report_css)
  let script = Self.text(PackageResources.report_js)

  private static let files: [(name: String, bytes: [UInt8])] = [
    ("page", PackageResources.page_mustache), ("report", PackageResources.report_mustache),
    ("headline", PackageResources.headline_mustache), ("table", PackageResources.table_mustache),
    ("figure", PackageResources.figure_mustache), ("facts", PackageResources.facts_mustache),
    ("mistake", PackageResources.mistake_mustache), ("missing", PackageResources.missing_mustache),
    (MetricsSection.template, PackageResources.metrics_mustache),
    (ConfusionSection.template, PackageResources.confusion_mustache),
    (LearningSection.template, PackageResources.learning_mustache),
    (RankingSection.template, PackageResources.curves_mustache),
    (CalibrationSection.template, PackageResources.calibration_mustache),
    (ThresholdSection.template, PackageResources.thresholds_mustache),
    (SliceSection.template, PackageResources.slices_mustache),
    (ShortcutSection.template, PackageResources.shortcuts_mustache),
    (ObfuscationSection.template, PackageResources.obfuscation_mustache),
    (ErrorSection.template, PackageResources.errors_mustache),
    (LabelIssueSection.template, PackageResources.labels_mustache),
    (NearDuplicateSection.template, PackageResources.duplicates_mustache),
    (DriftSection.template, PackageResources.drift_mustache),
    (DataSection.template, PackageResources.data_mustache),
    (OriginSection.template, PackageResources.origin_mustache),
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
  var description: String { "The report has no template '\(template)'. Please tell the makers." }
}
