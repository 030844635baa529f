import ArgumentParser
import Files
import Foundation
import Options
import SpamTuneKit
import TextDatasets

/// How every method of a comparison is run: checked before the first one begins.
struct ComparisonPlan {
  enum Outcome {
    case result(MethodResult)
    case failure(MethodComparison.Failure)
    /// The user asked to stop.
    case interrupted
  }

  let places: ComparisonPlaces
  let testMessages: Int
  /// The command line of each method, by its name.
  private let arguments: [String: [String]]
  private let notes = ComparisonNotes()

  /// - Throws: What is wrong with the options of any method, the messages, the base or the places; nothing is
  ///   left behind then.
  init(_ command: Compare, _ methods: [ComparedMethod]) throws {
    let home = Home.standard
    let source = try command.split.source(command.messages.data, in: home)
    let base =
      try methods.contains(where: \.readsBase)
      ? home.base(named: command.model.base, tell: note(sentence:)) : nil
    let (dataOptions, seed) = try Self.dataOptions(command, source, base) { [notes] sentence in
      notes.tell(sentence.withOptions)
    }
    var inputs = TrainingInputs()
    let data = try inputs.data(dataOptions, seed: seed)
    guard !data.split.test.isEmpty else {
      throw KitError.badOption(
        "A comparison needs test messages; --split or --test-file gives some.")
    }
    testMessages = data.split.test.count
    places = try ComparisonPlaces(
      output: command.places.output, name: command.places.name, database: command.places.database,
      methods: methods.map(\.name), home: home)

    let line = ParsedCommandLine.current
    var found = base.map { [OptionValue(name: "base", value: $0)] } ?? []
    if case .file(let path, _) = source { found.append(OptionValue(name: "data", value: path)) }
    var arguments: [String: [String]] = [:]
    for method in methods {
      let ours: Set = ["output", "name", "database", "format", "base", "data", "methods", "metric"]
      let foreign = method.foreignOptions
      guard let command = line.program.subcommand(named: method.command) else {
        preconditionFailure("the program has no command '\(method.command)'")
      }
      let given = found + line.options.map(\.value).filter { !ours.contains($0.name) }
      var words =
        [method.command] + method.arguments
        + command.arguments(
          given.filter { !foreign.contains($0.name) && command.takesFromFiles($0.name) })
      if method.command == "baseline" {
        words.append("--balance=\(dataOptions.balance == .undersample ? "undersample" : "none")")
      }
      words += [
        "--output", places.folder(ofRunWith: method.name),
        "--name", places.name(ofRunWith: method.name), "--database", places.database,
        "--format", "json",
      ]
      try Self.check(words, from: &inputs, in: home)
      arguments[method.name] = words
    }
    self.arguments = arguments
    try places.makeFolder()
  }

  /// How all methods read, balance and divide the messages.
  ///
  /// - Parameter base: Nil where no method reads one, so that none recommends a balance.
  private static func dataOptions(
    _ command: Compare, _ source: DataOptions.Source, _ base: String?, tell: (String) -> Void
  ) throws -> (DataOptions, seed: UInt64) {
    guard let base else {
      let options = try BaselineOptions(
        .rule, source: source, base: nil,
        given: GivenSettings(typedIn: command.messages, command.reading, command.training))
      return (options.data, options.seed)
    }
    let options = try TrainingOptions(
      source: source, base: base,
      given: GivenSettings(typedIn: command.messages, command.reading, command.training), tell: tell
    )
    return (options.data, options.training.seed)
  }

  /// Checks what the process of a method would, as far as it takes no time.
  private static func check(
    _ words: [String], from inputs: inout TrainingInputs, in home: Home
  ) throws {
    let arguments = Array(words.dropFirst())
    if words.first == "baseline" {
      try Baseline.parse(arguments).options(in: home).checkEverything(from: &inputs)
    } else {
      _ = try TrainingPlan(
        Train.parse(arguments).options(in: home, tell: { _ in }), from: &inputs)
    }
  }

  /// Runs a method to its end, in a process of its own. Its notes are passed on, those that
  /// another method had as well once.
  ///
  /// - Throws: What starting a process throws; `KitError.notComparable`.
  func outcome(of method: ComparedMethod) throws -> Outcome {
    let child = try ChildProgram.run(arguments[method.name] ?? []) { [notes] line in
      notes.tell(line, of: method.name)
    }
    if child.exitCode != 0, Interruption.isRequested { return .interrupted }
    guard child.exitCode == 0 else {
      return .failure(MethodComparison.Failure(method: method.name, reason: Self.reason(child)))
    }
    return .result(
      try MethodResult(
        method.name, ResultJSON.decode(RecordedResult.self, from: child.output)))
  }

  /// The sentence that the program ended with. One that was killed has none.
  private static func reason(_ child: ChildProgram.Outcome) -> String {
    let prefix = "spamtune: "
    guard child.lastLine.hasPrefix(prefix) else {
      return "It ended with code \(child.exitCode) and without a reason. Was there enough memory?"
    }
    return String(child.lastLine.dropFirst(prefix.count))
  }
}
