import ArgumentParser
import Drift
import Foundation
import Reports
import SpamTuneKit

struct DriftCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Say whether messages are still like those that a model was measured on.",
    discussion: """
      Compares the model's scores, the length, tokens, digits, capitals, links and currency signs of \
      messages, and the model's features; estimates precision and recall without labels; and says in \
      words what changed. Each comparison is recorded in the database (view v_drift), and the last ones \
      are shown. Without --model the model of the run that --reference names is used.

      The exit code is 0 whatever was found, unless --fail-on names a level that was reached: then it \
      is 2.
      """)

  enum Level: String, ExpressibleByArgument, CaseIterable {
    case moderate, large

    func isReached(by verdict: DriftReport.Verdict) -> Bool {
      switch self {
      case .moderate: verdict >= .moderate
      case .large: verdict >= .large
      }
    }
  }

  /// The exit code of a drift that its user asked to fail on.
  static let driftCode = ExitCode(2)

  @Option(
    name: [.short, .long],
    help: """
      What the model was measured on: a run, whose test part is taken, or a file of messages. \
      (default: the model's run)
      """)
  var reference: String?
  @Option(name: [.short, .long], help: "File of messages that came in since, labelled or not.")
  var current: String
  @OptionGroup var use: ModelUse
  @Option(help: "Exit with code 2 if there is as much drift, or more.") var failOn: Level?
  @Option(help: "Output format.") var format: DocumentFormat = .text
  @Option(help: "Most messages of either side; they are drawn at random.") var sample = 2_000
  @Option(help: "Seed of that draw, and of the shuffles that show what chance gives.") var seed:
    UInt64 = 1
  @Flag(help: "Do not record the result.") var noRecord = false
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    threads.apply()
    var choice = use.choice
    let run = try referenceRun()
    choice.model = choice.model ?? run
    let classifier = try choice.classifier()
    let before: DriftMessages
    if let reference, run == nil {
      before = try DriftMessages(file: reference, reading: reading.options)
    } else {
      let folder = run ?? classifier.folder.path
      before = DriftMessages(
        try FinishedRun.heldOut(by: choice.run(ofModelIn: folder), ofModelIn: folder))
    }
    let progress = ProgressLine()
    let comparison = try DriftComparison(
      of: classifier, from: before,
      to: try DriftMessages(file: current, reading: reading.options),
      options: DriftComparison.Options(
        sample: sample, seed: seed, longText: use.reading.longText,
        precision: use.reading.precision)
    ) { done, total in
      if progress.isDue { progress.bar("reading", done: done, of: total, rest: "\(done)/\(total)") }
    }
    progress.finish()
    let earlier = noRecord ? [] : try comparison.record(in: use.choice.database, earlier: 10)
    switch format {
    case .json: try printJSON(comparison)
    case .text: try StandardOutput.print(Document(comparison.report, earlier: earlier))
    case .markdown:
      try StandardOutput.printMarkdown(Document(comparison.report, earlier: earlier))
    }
    if comparison.truncatedMessages > 0 {
      note("\(comparison.truncatedMessages) messages were longer than the model reads and were cut")
    }
    if comparison.skippedRows > 0 { note("\(comparison.skippedRows) bad rows were skipped") }
    if failOn?.isReached(by: comparison.report.verdict) ?? false { throw Self.driftCode }
  }

  /// The folder of the run that the reference names; nil for a file, and where nothing was named.
  private func referenceRun() throws -> String? {
    guard let reference else { return nil }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: reference, isDirectory: &isFolder)
    guard !exists || isFolder.boolValue else { return nil }
    do {
      return try RunStore(database: use.choice.database).folder(of: reference)
    } catch KitError.noSuchRun {
      throw KitError.badOption(
        "--reference \(reference): neither a file nor a run. 'spamtune runs list' shows the runs.")
    }
  }
}
