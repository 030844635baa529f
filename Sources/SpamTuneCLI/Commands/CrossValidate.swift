import ArgumentParser
import Foundation
import Options
import Reports
import SpamTuneKit

extension CrossValidationPlan.Measured: ExpressibleByArgument {}

struct CrossValidate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cross-validate",
    abstract: "Measure a way of training several times, on messages it did not see.",
    discussion: """
      Trains once per fold and measures on that fold; messages that are equal after normalisation \
      stay in one fold. With --train-on N: trains on N random messages and measures on all others, \
      --repeats times. No model is kept; the run's folder holds cross-validation.json.

      Ctrl-C stops; 'spamtune cross-validate --resume RUN' goes on with the rounds that had not ended, \
      to the same bits as if it had never been stopped.

      A base may recommend other defaults than those below, in its fine-tuning.json; the run says \
      which.
      """)

  @Option(help: ArgumentHelp("Go on with a stopped run: its name or folder.", valueName: "run"))
  var resume: String?
  @Option(help: "Parts, each held out once. (default: \(CrossValidationPlan.standardFolds))")
  var folds: Int?
  @Option(help: "Train on so many random messages instead.") var trainOn: Int?
  @Option(
    help: """
      How often the messages are divided anew. (default: 1; with --train-on \
      \(CrossValidationPlan.standardSamples))
      """)
  var repeats: Int?
  @Option(
    help: """
      What is measured: the part held out, or the next one, which then is not trained on either, so \
      that settings are chosen by other models than those of the test.
      """)
  var measure: CrossValidationPlan.Measured = .test

  @OptionGroup(title: "Where") var places: PlaceArguments
  @OptionGroup(title: "Data") var messages: MessageArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup(title: "Model") var model: ModelArguments
  @OptionGroup(title: "Method") var adapters: AdapterArguments
  @OptionGroup(title: "Training") var training: TrainingArguments
  @Option(help: .setting("precision")) var precision: PrecisionChoice?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: OutputFormat = .text

  func validate() throws {
    if resume != nil { try ResumeOption.refuseOthers() }
  }

  func run() throws {
    threads.apply()
    Interruption.listen()
    let crossValidation =
      try resume.map { try CrossValidation(resuming: $0, database: places.database) } ?? begin()
    let display = CrossValidationDisplay(crossValidation)
    let result = try crossValidation.run { event in
      display.show(event)
      return !Interruption.isRequested
    }
    display.finish()
    guard let result else {
      let value = ResumeOption.value(
        name: crossValidation.name, folder: crossValidation.folder,
        database: crossValidation.databasePath)
      note(
        "Stopped; the rounds that ended are recorded. Go on with: spamtune cross-validate --resume "
          + value)
      throw ExitCode(Interruption.exitCode)
    }
    switch format {
    case .json: try printJSON(result)
    case .text: try StandardOutput.print(Document(result))
    }
  }

  private func begin() throws -> CrossValidation {
    let home = Home.standard
    return try CrossValidation(
      TrainingOptions(
        ofRoundsOn: home.data(named: messages.data, tell: note(sentence:)),
        base: home.base(named: model.base, tell: note(sentence:)),
        given: GivenSettings(typedIn: self), tell: note(sentence:)),
      plan: CrossValidationPlan(
        folds: folds, trainOn: trainOn, repeats: repeats, measured: measure),
      in: RunDestination(
        output: places.output, name: places.name, database: places.database,
        commandLine: ParsedCommandLine.current.text, home: home,
        usesCache: !places.noCache))
  }
}
