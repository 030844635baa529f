public import RunDatabase

/// What two runs do not have in common.
public struct RunComparison: Sendable {
  /// One run with the newest evaluation of each part.
  public struct Side: Sendable {
    public let run: Run
    public let evaluations: [EvaluationPart: EvaluationRecord]

    public init(run: Run, evaluations: [EvaluationPart: EvaluationRecord]) {
      self.run = run
      self.evaluations = evaluations
    }
  }

  /// A value of each run; nil where a run has none.
  struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    let first: Value?
    let second: Value?

    var isEqual: Bool { first == second }
  }

  /// The runs' names.
  let names: (first: String, second: String)
  /// What they were told, by name, as far as it differs: facts about files first, then options.
  let settings: [(name: String, values: Pair<SettingValue>)]
  /// Numbers of messages, losses and metrics, as far as they differ.
  let results: [(part: EvaluationPart, name: String, values: Pair<Double>)]
  /// Wall time by phase; that differs always.
  let seconds: [(phase: String, values: Pair<Double>)]
  let peakMemoryBytes: Pair<Int64>

  public init(_ first: Side, _ second: Side) {
    names = (first.run.name, second.run.name)
    settings = Self.settings(first.run, second.run)
    results = EvaluationPart.allCases.flatMap { part in
      Self.differences(
        first.evaluations[part].map(Self.numbers) ?? [],
        second.evaluations[part].map(Self.numbers) ?? []
      ).map { (part: part, name: $0.name, values: $0.values) }
    }
    let phases = Set(first.run.seconds.keys).union(second.run.seconds.keys).sorted()
    seconds = phases.map { phase in
      (phase, Pair(first: first.run.seconds[phase], second: second.run.seconds[phase]))
    }
    peakMemoryBytes = Pair(
      first: first.run.peakMemoryBytes, second: second.run.peakMemoryBytes)
  }

  /// Whether they were told the same and came to the same results, in whatever time.
  public var isEmpty: Bool { settings.isEmpty && results.isEmpty }

  private static func settings(
    _ first: Run, _ second: Run
  ) -> [(name: String, values: Pair<SettingValue>)] {
    let facts = differences(first.facts.named, second.facts.named)
    let names = Set(first.facts.named.map(\.name))
    // The base and the seed are facts as well.
    let options = { (run: Run) in
      run.facts.namedSettings.filter { $0.value != .null }
        .sorted { $0.key < $1.key }
        .compactMap { name, value -> (name: String, value: SettingValue)? in
          // What was asked for; the fact of this name is what came of it.
          if name == "precision" { return ("precision_asked", value) }
          return names.contains(name) ? nil : (name, value)
        }
    }
    return facts + differences(options(first), options(second)).sorted { $0.name < $1.name }
  }

  /// Two lists by name: those with another value, or only in one, in the order of the first list.
  private static func differences<Value: Hashable & Sendable>(
    _ first: [(name: String, value: Value)], _ second: [(name: String, value: Value)]
  ) -> [(name: String, values: Pair<Value>)] {
    let firsts = Dictionary(first.map { ($0.name, $0.value) }) { first, _ in first }
    let seconds = Dictionary(second.map { ($0.name, $0.value) }) { first, _ in first }
    let names = first.map(\.name) + second.map(\.name).filter { firsts[$0] == nil }
    return names.compactMap { name in
      let pair = Pair(first: firsts[name], second: seconds[name])
      return pair.isEqual ? nil : (name, pair)
    }
  }

  /// What an evaluation measured, as far as it is a number.
  private static func numbers(
    _ record: EvaluationRecord
  ) -> [(name: String, value: Double)] {
    let metrics = record.metrics.compactMap { metric in
      metric.value.map { (name: metric.name, value: $0) }
    }
    return
      ([(name: "messages", value: Double(record.examples))] + metrics
      + [(name: "loss", value: record.loss)])
      .filter { $0.value.isFinite }
  }
}

extension RunFacts {
  /// What is known of a run beside its options. None is missing for one run and there for another of the
  /// same kind.
  fileprivate var named: [(name: String, value: SettingValue)] {
    let facts: [(String, SettingValue)] = [
      ("kind", .text(kind)), ("base", text(base?.path)), ("base_sha256", text(base?.sha256)),
      ("data", text(data?.path)), ("data_sha256", text(data?.sha256)),
      ("split_sha256", text(split?.sha256)), ("train_messages", number(split?.trainExamples)),
      ("validation_messages", number(split?.validationExamples)),
      ("test_messages", number(split?.testExamples)),
      ("classes", .text(classes.joined(separator: ", "))),
      ("positive_class", text(positiveClass)),
      // As text: it takes all 64 bits.
      ("seed", .text("\(seed)")), ("precision", .text(precision)),
      ("cores", .integer(Int64(cores))), ("program_version", .text(programVersion)),
    ]
    return facts.map { (name: $0.0, value: $0.1) }
  }

  private func text(_ value: String?) -> SettingValue { value.map { .text($0) } ?? .null }
  private func number(_ value: Int?) -> SettingValue {
    value.map { .integer(Int64($0)) } ?? .null
  }
}
