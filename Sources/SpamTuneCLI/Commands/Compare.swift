import ArgumentParser
import ClassificationMetrics
import Files
import Foundation
import Options
import Reports
import SpamTuneKit
import TextDatasets

extension Evaluation.Metric: ExpressibleByArgument {}

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and measure several methods on the same messages, and say which are better.",
    discussion: """
      Every method runs in a process of its own, as 'spamtune train' or 'spamtune baseline' would \
      run it with the same options, and is a run of its own in the database. Options of training \
      hold for every training, but --trainable, for which --methods speaks; a learning rate that is \
      given holds for weights and adapters alike. --precision concerns head, last-N, probe and knn, \
      which leave most of the base as it is. Features that an earlier method has computed are taken \
      from the cache; with --no-cache every method's time is all its own.

      Every method is compared with the best one: McNemar's exact test says whether they err equally \
      often, with Holm's correction for the number of methods, and a bootstrap over the test messages \
      says how far their metrics lie apart.

      The output folder holds a run's folder per method and compare.json. A method that fails is \
      reported, and the others go on; the exit code is 1 then.
      """)

  @Option(
    help: ArgumentHelp(
      """
      With commas between: head, last-N or all, the weights that learn; lora, qlora-int8, qlora-nf4; \
      probe, knn, naive-bayes, logistic, rule.
      """))
  var methods = "head,last-1,all,lora,probe,naive-bayes,logistic,rule"

  @Option(help: "Metric that decides which method is best.") var metric: Evaluation.Metric = .mcc

  @OptionGroup(title: "Where") var places: ComparisonPlaceArguments
  @OptionGroup(title: "Data") var messages: MessageArguments
  @OptionGroup(title: "Dividing") var split: SplitArguments
  @OptionGroup(title: "Reading files") var reading: ReadingArguments
  @OptionGroup(title: "Model") var model: ModelArguments
  @OptionGroup(title: "Adapters") var adapters: ComparedAdapterArguments
  @OptionGroup(title: "Training") var training: TrainingArguments
  @Option(help: .setting("precision")) var precision: PrecisionChoice?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var optionsFile: OptionsFileArgument

  @Option(help: "Output format.") var format: ComparisonFormat = .text

  func validate() throws {
    _ = try comparedMethods()
    if training.trainable != nil {
      throw ValidationError(
        "--trainable says what learns, which --methods does here. Leave it out.")
    }
    if messages.data != nil, split.trainFile != nil {
      throw ValidationError("--data and --train-file exclude each other.")
    }
  }

  private func comparedMethods() throws -> [ComparedMethod] {
    var found: [ComparedMethod] = []
    for entry in methods.split(separator: ",", omittingEmptySubsequences: false) {
      let name = entry.trimmingCharacters(in: .whitespaces)
      guard let method = ComparedMethod(name) else {
        throw ValidationError(
          "--methods names '\(name)', which is no method; there are \(ComparedMethod.names).")
      }
      guard !found.contains(where: { $0.kind == method.kind }) else {
        throw ValidationError("--methods names '\(name)' twice.")
      }
      found.append(method)
    }
    return found
  }

  func run() throws {
    threads.apply()
    Interruption.listen()
    let methods = try comparedMethods()
    let notes = ComparisonNotes()
    var lines: [String: [String]] = [:]
    let plan = try plan(methods, notes, &lines)
    note(
      "comparison \(plan.layout.name) in \(plan.layout.folder) on \(plan.testMessages) test messages"
    )
    let comparison = try plan.run(
      isInterrupted: { Interruption.isRequested }, report: { show($0, of: methods.count) },
      measure: { method in
        try Self.measure(lines[method] ?? []) { notes.tell($0, of: method) }
      })
    switch format {
    case .json: try printJSON(comparison)
    case .text: try StandardOutput.print(Document(comparison))
    case .markdown: try StandardOutput.printMarkdown(Document(comparison))
    }
    if Interruption.isRequested {
      let count = comparison.results.count + comparison.failures.count
      note("Stopped after \(count) of \(methods.count) methods.")
      throw ExitCode(Interruption.exitCode)
    }
    if !comparison.failures.isEmpty { throw ExitCode.failure }
  }

  /// - Parameter lines: Gets the command line of each method.
  private func plan(
    _ methods: [ComparedMethod], _ notes: ComparisonNotes, _ lines: inout [String: [String]]
  ) throws -> ComparisonPlan {
    let home = Home.standard
    let source = try split.source(messages.data, in: home)
    let base =
      try methods.contains(where: \.readsBase)
      ? home.base(named: model.base, tell: note(sentence:)) : nil
    let (data, seed) = try dataOptions(source, base) { notes.tell($0.withOptions) }
    var inputs = base.map { [OptionValue(name: "base", value: $0)] } ?? []
    if case .file(let path, _) = source { inputs.append(OptionValue(name: "data", value: path)) }
    return try ComparisonPlan(
      methods.map(\.name), by: metric, on: data, seed: seed,
      at: RunDestination(
        output: places.output, name: places.name, database: places.database, commandLine: "",
        home: home)
    ) { name, layout in
      guard let method = methods.first(where: { $0.name == name }) else {
        preconditionFailure("no method '\(name)'")
      }
      let words = method.commandLine(
        inputs: inputs, undersamples: data.balance == .undersample, in: layout)
      lines[name] = words
      let arguments = Array(words.dropFirst())
      return method.command == "baseline"
        ? .baseline(try Baseline.parse(arguments).options(in: home))
        : .training(try Train.parse(arguments).options(in: home, tell: { _ in }))
    }
  }

  /// How all methods read, balance and divide the messages.
  ///
  /// - Parameter base: Nil where no method reads one, so that none recommends a balance.
  private func dataOptions(
    _ source: DataOptions.Source, _ base: String?, tell: (String) -> Void
  ) throws -> (DataOptions, seed: UInt64) {
    guard let base else {
      let options = try BaselineOptions(
        .rule, source: source, base: nil, given: GivenSettings(typedIn: messages, reading, training)
      )
      return (options.data, options.seed)
    }
    let options = try TrainingOptions(
      source: source, base: base, given: GivenSettings(typedIn: messages, reading, training),
      tell: tell)
    return (options.data, options.training.seed)
  }

  /// Runs a method to its end, in a process of its own.
  ///
  /// - Parameter tell: Told of its notes, from another thread.
  private static func measure(
    _ words: [String], tell: @escaping @Sendable (String) -> Void
  ) throws -> ComparisonPlan.Outcome {
    let child = try ChildProgram.run(words, onLine: tell)
    guard child.exitCode == 0 else {
      return Interruption.isRequested ? .interrupted : .failed(reason: child.reason)
    }
    return .finished(try ResultJSON.decode(RecordedResult.self, from: child.output))
  }

  private func show(_ event: ComparisonPlan.Event, of count: Int) {
    switch event {
    case .began(let method, let place): note("\(method), \(place) of \(count)")
    case .ended(let result): note("\(result.method): \(result.line(by: metric))")
    case .failed(let failure): note("\(failure.method) failed: \(failure.reason)")
    case .interrupted(let method): note("\(method) was stopped")
    }
  }
}

/// Text for people, JSON for programs, or a table for a document.
enum ComparisonFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}

/// Where a comparison writes.
struct ComparisonPlaceArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Folder for the runs and compare.json; it must be new. (default: runs/NAME)")
  var output: String?

  @Option(help: "The runs are called NAME-METHOD. (default: the time)") var name: String?

  @Option(help: "SQLite file that records runs. (default: runs.sqlite beside the output folder)")
  var database: String?

  @Flag(help: .setting("store_text")) var storeText = false

  @Flag(help: "Do not read or write the feature cache.")
  var noCache = false
}

/// What the methods with adapters are told; it means what it means for 'spamtune train'.
struct ComparedAdapterArguments: ParsableArguments {
  @Option(help: .setting("rank")) var rank: Int?
  @Option(help: .setting("alpha")) var alpha: Double?
  @Flag(help: .setting("rslora")) var rslora = false
  @Option(help: .setting("lora_dropout")) var loraDropout: Double?
  @Option(help: .setting("lora_targets")) var loraTargets: String?
  @Flag(help: .setting("train_norm")) var trainNorm = false
}
