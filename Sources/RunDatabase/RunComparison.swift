/// What two runs do not have in common.
public struct RunComparison: Sendable {
  /// A value of each run; nil where a run has none.
  package struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    package let first: Value?
    package let second: Value?

    package init(first: Value?, second: Value?) {
      self.first = first
      self.second = second
    }

    var isEqual: Bool { first == second }
  }

  /// The runs' names.
  package let names: (first: String, second: String)
  /// What they were told, by name, as far as it differs: facts about files first, then options.
  package let settings: [(name: String, values: Pair<SettingValue>)]
  /// Numbers of messages, losses and metrics, as far as they differ.
  package let results: [(part: EvaluationPart, name: String, values: Pair<Double>)]
  /// Wall time by phase; that differs always.
  package let seconds: [(phase: String, values: Pair<Double>)]
  package let peakMemoryBytes: Pair<Int64>

  /// - Parameter database: Where both are recorded. Compared is what they came to on each part
  ///   (`RunDatabase.result`).
  public init(_ first: Run, _ second: Run, in database: RunDatabase) throws(RunDatabaseError) {
    names = (first.name, second.name)
    settings = Self.settings(first, second)
    var results: [(part: EvaluationPart, name: String, values: Pair<Double>)] = []
    for part in EvaluationPart.allCases {
      let numbers = try (
        database.result(of: first, part: part).map(Self.numbers) ?? [],
        database.result(of: second, part: part).map(Self.numbers) ?? []
      )
      results += Self.differences(numbers.0, numbers.1).map { (part, $0.name, $0.values) }
    }
    self.results = results
    let phases = Set(first.seconds.keys).union(second.seconds.keys).sorted()
    seconds = phases.map { phase in
      (phase, Pair(first: first.seconds[phase], second: second.seconds[phase]))
    }
    peakMemoryBytes = Pair(first: first.peakMemoryBytes, second: second.peakMemoryBytes)
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

extension RunMetadata {
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

/// `{"runs": [a, b], "settings": {name: [a, b]}, "results": {part: {name: [a, b]}}, "seconds":
/// {phase: [a, b]}, "peak_memory_bytes": [a, b]}`; null where a run has no value.
extension RunComparison: Encodable {
  private enum CodingKeys: String, CodingKey {
    case runs, settings, results, seconds
    case peakMemoryBytes = "peak_memory_bytes"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode([names.first, names.second], forKey: .runs)
    try container.encode(
      Dictionary(uniqueKeysWithValues: settings.map { ($0.name, $0.values) }), forKey: .settings)
    let parts = Dictionary(grouping: results, by: \.part.rawValue).mapValues { rows in
      Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.values) })
    }
    try container.encode(parts, forKey: .results)
    try container.encode(
      Dictionary(uniqueKeysWithValues: seconds.map { ($0.phase, $0.values) }), forKey: .seconds)
    try container.encode(peakMemoryBytes, forKey: .peakMemoryBytes)
  }
}

extension RunComparison.Pair: Encodable where Value: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(first)
    try container.encode(second)
  }
}
