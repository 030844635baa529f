import ClassificationMetrics
import TextDatasets

/// How a model does on the messages that have something in common.
public struct Slice: Sendable, Codable, Equatable {
  /// What the messages are told apart by: `length`, `links`, `digits`, `currency`, `script`, or the name
  /// that a user gave to a pattern or a column.
  public let group: String
  /// Which of them: "0 to 49 characters", "with", "without", "Latin", a column's value.
  public let name: String
  /// Messages in the slice.
  public let examples: Int
  /// Messages in it of the positive class; nil without such a class.
  public let positives: Int?
  /// Wilson intervals; each is undefined with a reason where its denominator is empty, and the last three
  /// are undefined without a positive class.
  public let accuracy: Estimate
  public let precision: Estimate
  public let recall: Estimate
  public let falsePositiveRate: Estimate

  public init(
    group: String, name: String, examples: Int, positives: Int?, accuracy: Estimate,
    precision: Estimate, recall: Estimate, falsePositiveRate: Estimate
  ) {
    self.group = group
    self.name = name
    self.examples = examples
    self.positives = positives
    self.accuracy = accuracy
    self.precision = precision
    self.recall = recall
    self.falsePositiveRate = falsePositiveRate
  }

  enum CodingKeys: String, CodingKey {
    case group, name, examples, positives, accuracy, precision, recall
    case falsePositiveRate = "false_positive_rate"
  }
}

extension AuditedMessages {
  /// How the model does on messages of each length, with and without links, digits and currency signs, of
  /// each script, with and without what each pattern finds, and with each value of each column. A slice that
  /// has no messages is left out.
  ///
  /// - Parameter columns: As many values each as there are messages.
  /// - Throws: `AuditError.slowPattern`, `.badPattern`.
  public func slices(
    patterns: [SlicePattern] = [], columns: [MessageColumn] = []
  ) throws(AuditError) -> [Slice] {
    let traits = texts.map { TextTraits($0) }
    let scripts = texts.map { Script.dominant(in: $0).map(\.rawValue) ?? "none" }
    var slices = Self.lengths.flatMap { band in
      slice("length", band.name) { band.characters.contains(traits[$0].length) }
    }
    slices += pair("links", traits.map(\.hasLink))
    slices += pair("digits", traits.map { $0.longestDigitRun > 0 })
    slices += pair("currency", traits.map(\.hasCurrencySign))
    slices += values("script", scripts)
    for pattern in patterns {
      let matches = try PatternSearch.matches(of: pattern, in: texts)
      slices += pair(pattern.name, matches, names: ("found", "not found"))
    }
    for column in columns { slices += values(column.name, column.values) }
    return slices
  }

  /// In characters (Unicode scalars). A text message has 160 of them.
  private static let lengths: [(name: String, characters: ClosedRange<Int>)] = [
    ("0 to 49 characters", 0...49), ("50 to 99 characters", 50...99),
    ("100 to 160 characters", 100...160), ("161 to 499 characters", 161...499),
    ("500 or more characters", 500...Int.max),
  ]

  /// How many of a column's values, the most frequent ones, have a slice of their own; more would be no
  /// overview.
  static let mostValues = 20

  private func pair(
    _ group: String, _ holds: [Bool], names: (yes: String, no: String) = ("with", "without")
  ) -> [Slice] {
    slice(group, names.yes) { holds[$0] } + slice(group, names.no) { !holds[$0] }
  }

  /// The most frequent value first, of equally frequent ones the first by code points; then the others
  /// together.
  private func values(_ group: String, _ values: [String]) -> [Slice] {
    var indices: [String: [Int]] = [:]
    for (index, value) in values.enumerated() { indices[value, default: []].append(index) }
    let ordered = indices.sorted { left, right in
      let (many, few) = (left.value.count, right.value.count)
      return many == few
        ? left.key.unicodeScalars.lexicographicallyPrecedes(right.key.unicodeScalars) : many > few
    }
    var slices = ordered.prefix(Self.mostValues).map { value, indices in
      slice(group, value.isEmpty ? "(empty)" : value, of: indices)
    }
    let others = ordered.dropFirst(Self.mostValues)
    if !others.isEmpty {
      slices.append(
        slice(group, "(\(others.count) other values)", of: others.flatMap(\.value)))
    }
    return slices
  }

  private func slice(
    _ group: String, _ name: String, where holds: (Int) -> Bool
  ) -> [Slice] {
    let indices = texts.indices.filter(holds)
    return indices.isEmpty ? [] : [slice(group, name, of: indices)]
  }

  private func slice(_ group: String, _ name: String, of indices: [Int]) -> Slice {
    let right = indices.count { labels[$0] == answers[$0] }
    let accuracy = Estimate.proportion(right, of: indices.count)
    guard let positive = classes.positive else {
      let none = Estimate.undefined("there is no positive class")
      return Slice(
        group: group, name: name, examples: indices.count, positives: nil, accuracy: accuracy,
        precision: none, recall: none, falsePositiveRate: none)
    }
    let counts = counts(positive: positive, of: indices)
    func estimate(_ share: BinaryCounts.Share) -> Estimate {
      counts.estimate(share, positive: classes.names[positive])
    }
    return Slice(
      group: group, name: name, examples: indices.count, positives: counts.positives,
      accuracy: accuracy, precision: estimate(.precision), recall: estimate(.recall),
      falsePositiveRate: estimate(.falsePositiveRate))
  }
}
