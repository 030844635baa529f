import SpamTuneKit

/// One report, its sections rendered.
struct ReportBody {
  struct Section {
    var identifier: String
    var heading: String
    var content: String
  }

  let headline: Headline
  let sections: [Section]
  /// "h2" in a page of one report.
  let level: String
  let contentsName: String

  /// - Parameters:
  ///   - headingLevel: Of the sections.
  ///   - hasWholePaths: Whether a file is called by its path, as several have the same name.
  init(
    _ report: ModelReport, at place: ReportPlace, headingLevel: Int, hasWholePaths: Bool = false,
    templates: PageTemplates
  ) throws {
    headline = Headline(report, hasWholePaths: hasWholePaths)
    level = "h\(headingLevel)"
    contentsName = "Sections of " + headline.model
    sections = try Self.sections(of: report, at: place).map { anchor, section in
      Section(
        identifier: place.identifier(anchor), heading: section.heading,
        content: try templates.render(section, with: type(of: section).template))
    }
  }

  /// In the order of the page. Parts without data are left out where nobody would miss them, and else
  /// say why they are missing.
  private static func sections(
    of report: ModelReport, at place: ReportPlace
  ) -> [(anchor: String, section: any PageSection)] {
    func missing(_ heading: String, _ sentence: String) -> any PageSection {
      MissingSection(heading: heading, sentence: sentence)
    }
    let threshold = report.evaluation.threshold ?? report.subject.threshold ?? 0.5
    let thresholds = ThresholdTable(report.thresholds, threshold: threshold)
    let learning: any PageSection =
      report.learning.map { LearningSection($0, at: place) }
      ?? missing("Learning curves", "No run made this model, so it is not known how training went.")
    let curves: any PageSection =
      thresholds.flatMap { RankingSection(report, $0, at: place) }
      ?? missing(
        "ROC and precision-recall",
        "These curves need a positive class of two, and messages of both classes.")
    let slider: any PageSection =
      thresholds.flatMap { ThresholdSection(report, $0, at: place) }
      ?? missing(
        "Thresholds", "Only the probability of a positive class of two has a threshold.")
    let matrix = report.evaluation.confusionMatrix
    let errors: any PageSection =
      !report.errors.isEmpty
      ? ErrorSection(report, at: place)
      : missing(
        "Worst errors",
        matrix.correct == matrix.total
          ? "Every message was answered rightly." : "The wrong answers were not listed.")
    let labels: any PageSection =
      LabelIssueSection(report.labelIssues ?? [])
      ?? missing(
        "Likely label errors",
        NotLookedFor.labelIssues(in: report) ?? "No label stands out as probably wrong.")
    let duplicates: any PageSection =
      NearDuplicateSection(report.nearDuplicates ?? [])
      ?? missing(
        "Near-duplicates of training messages",
        NotLookedFor.nearDuplicates(in: report)
          ?? "No message is nearly the same as one that the model was trained on.")

    let sections: [(String, (any PageSection)?)] = [
      (MetricsSection.anchor, MetricsSection(report)),
      (ConfusionSection.anchor, ConfusionSection(report)),
      (LearningSection.anchor, learning),
      (RankingSection.anchor, curves),
      (CalibrationSection.anchor, CalibrationSection(report, at: place)),
      (ThresholdSection.anchor, slider),
      (SliceSection.anchor, SliceSection(report)),
      (ShortcutSection.anchor, report.shortcuts.map { ShortcutSection($0) }),
      (ObfuscationSection.anchor, report.obfuscation.map { ObfuscationSection($0) }),
      (ErrorSection.anchor, errors),
      (LabelIssueSection.anchor, labels),
      (NearDuplicateSection.anchor, duplicates),
      (DriftSection.anchor, report.drift.map { DriftSection($0) }),
      (DataSection.anchor, DataSection(report.data)),
      (OriginSection.anchor, OriginSection(report.subject)),
    ]
    return sections.compactMap { anchor, section in section.map { (anchor, $0) } }
  }
}
