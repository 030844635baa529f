import ArgumentParser
import Audits
import Foundation
import Options
import Reports
import SpamTuneKit
import TextDatasets

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say how good a model is: a verdict in words, and what it rests on.",
    discussion: """
      Without --data it is measured on the messages that its run held out for testing. Several models and \
      several files are measured each on each. A report only reads: unlike 'evaluate' it records nothing.
      """)

  @Argument(help: "Models' folders, or runs' names. (default: the newest)") var models: [String] =
    []
  @Option(name: [.short, .long], help: "File of labelled messages; may be given several times.")
  var data: [String] = []
  @Option(
    name: [.short, .long],
    help:
      "File for the report, written whole or not at all; an older one gives way. (default: the terminal)"
  )
  var output: String?
  @Option(help: "Output format. (default: by the output's name, else text)")
  var format: ReportFormat?
  @Flag(help: "Include messages and their tokens in the report.") var includeText = false
  @Option(help: "Most wrong answers to list.") var errors = 20
  @Flag(help: "Leave out slices, shortcuts, disguises, label errors and near-duplicates.")
  var noAudits = false
  @OptionGroup var slices: SliceArguments
  @Option(help: "Folder of the models' base, if it is not where the models say.") var base: String?
  @Option(help: "The class that precision and recall speak of. (default: the model's)")
  var positiveLabel: String?
  @Option(help: "SQLite file of the runs. (default: that of the model's run)")
  var database: String?
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup var modelReading: ModelReading
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func validate() throws {
    guard errors >= 0 else {
      throw ValidationError("--errors is \(errors); give 0 or more.")
    }
    try reading.checkFile(isGiven: !data.isEmpty)
    guard !noAudits || slices.isEmpty else {
      throw ValidationError("--slice and --slice-column ask for what --no-audits leaves out.")
    }
    if let output, format == nil, ReportFormat(ofFile: output) == nil {
      throw ValidationError(
        "--output \(output): the name does not say the format. End it with .html, .txt, .md or .json, or "
          + "give --format.")
    }
  }

  func run() throws {
    threads.apply()
    let file = try output.map { try ReportFile(path: $0, besides: data) }
    let reports = try reports()
    let format = format ?? output.flatMap(ReportFormat.init(ofFile:)) ?? .text
    // A file is read in lines of a usual length.
    let renderer = TextRenderer(width: file == nil ? TerminalWidth.columns : nil, proseWidth: 80)
    let text = try format.text(of: reports, by: renderer)
    if let file {
      try file.write(text)
      note("wrote \(file.path)")
    } else {
      try StandardOutput.write(text)
    }
  }

  /// One per model and file, the files of a model one after another.
  private func reports() throws -> [ModelReport] {
    let options = try options()
    var reading = reading.options
    reading.furtherColumns = slices.columns
    let folders = try (models.isEmpty ? [nil] : models.map { $0 }).map {
      try RunStore(database: database).model($0)
    }
    return try folders.flatMap { folder in
      let model = try ReportedModel(
        folder: folder, base: base, precision: modelReading.precision, database: database,
        furtherColumns: slices.columns)
      return try (data.isEmpty ? [nil] : data.map { $0 }).map { file in
        let messages = try model.messages(file: file, reading: reading)
        note("\(folder): \(messages.count) messages, \(messages.name)")
        return try model.report(on: messages, options: options)
      }
    }
  }

  private func options() throws -> ReportOptions {
    var options = ReportOptions(
      commandLine: ParsedCommandLine.current.words.map(\.shellWord).joined(separator: " "))
    options.includesText = includeText
    options.errorLimit = errors
    options.hasAudits = !noAudits
    options.patterns = try slices.patterns()
    options.positiveLabel = positiveLabel
    options.longText = modelReading.longText
    return options
  }
}
