import ClassifierModels
import Digests
import FineTuning
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

/// Labelled messages, read, balanced and divided, before they are turned into tokens.
public struct PreparedData: Sendable {
  public let texts: [String]
  /// Indices into `classes`.
  public let labels: [Int]
  /// Each message's row in its file, from 1.
  public let rows: [Int]
  /// What further columns say of each message; those that were asked for.
  public let furtherValues: [[String]]
  public let classes: [String]
  public let positiveLabel: String?
  public let split: DataSplit
  /// Messages for validation or test that equal a training message after normalisation: none where
  /// one file was split by shares or into folds, perhaps some in published splits and where the files
  /// were given.
  public let leakedCount: Int
  /// Paths of the files read, and SHA-256 of their contents; of one file it is the file's own.
  public let paths: [String]
  public let digest: String
  /// Rows left out because they could not be read.
  public let skippedCount: Int

  /// - Parameter furtherColumns: Names of columns to read along.
  /// - Throws: `DatasetError`, `SplitError`, `ClassifierError.unknownClass`.
  public init(_ options: DataOptions, furtherColumns: [String] = [], seed: UInt64) throws {
    var reading = options.reading
    reading.furtherColumns = furtherColumns
    switch options.source {
    case .file(let path, let split):
      try self.init(path, split: SplitProtocol(parsing: split), options, reading, seed: seed)
    case .files(let train, let validation, let test):
      try self.init(
        train: train, validation: validation, test: test, options, reading, seed: seed)
    }
  }

  private init(
    _ path: String, split: SplitProtocol, _ options: DataOptions, _ reading: ReadingOptions,
    seed: UInt64
  ) throws {
    let undersamples = options.balance == .undersample
    try split.validate(undersamples: undersamples, shuffles: options.shuffles)
    let file = try TextDataset(path: path, options: reading)
    try file.validateForTraining()
    var balancing = Philox(seed: seed, for: .balancing)
    var splitting = Philox(seed: seed, for: .splitting)
    let divided = try DividedDataset(
      file, by: split, undersamples: undersamples, shuffles: options.shuffles,
      balancing: &balancing, splitting: &splitting)
    let messages = divided.kept.map { divided.dataset.messages[$0] }
    self.init(
      texts: messages.map(\.text), labels: divided.kept.map { divided.dataset.classIndices[$0] },
      rows: messages.map(\.row), furtherValues: messages.map(\.furtherValues),
      classes: file.classes,
      positiveLabel: try Self.positiveLabel(options.positiveLabel, of: file.classes),
      split: divided.split, datasets: [divided.dataset])
  }

  private init(
    train: String, validation: String?, test: String?, _ options: DataOptions,
    _ reading: ReadingOptions, seed: UInt64
  ) throws {
    let training = try TextDataset(path: train, options: reading)
    try training.validateForTraining()
    let others = try [validation, test].map { path in
      try path.map { try TextDataset(path: $0, options: reading) }
    }
    var balancing = Philox(seed: seed, for: .balancing)
    let kept =
      options.balance == .undersample
      ? Balancing.undersample(labels: training.classIndices, using: &balancing)
      : Array(training.messages.indices)
    var texts = kept.map { training.messages[$0].text }
    var labels = kept.map { training.classIndices[$0] }
    var rows = kept.map { training.messages[$0].row }
    var furtherValues = kept.map { training.messages[$0].furtherValues }
    var parts: [[Int]] = [Array(kept.indices)]
    for dataset in others {
      let start = texts.count
      if let dataset {
        texts += dataset.messages.map(\.text)
        labels += try dataset.indices(in: training.classes)
        rows += dataset.messages.map(\.row)
        furtherValues += dataset.messages.map(\.furtherValues)
      }
      parts.append(Array(start..<texts.count))
    }
    self.init(
      texts: texts, labels: labels, rows: rows, furtherValues: furtherValues,
      classes: training.classes,
      positiveLabel: try Self.positiveLabel(options.positiveLabel, of: training.classes),
      split: DataSplit(
        train: parts[0], validation: parts[1], test: parts[2],
        duplicates: DuplicateCounts(groups: MessageGroups(texts: texts), labels: labels)),
      datasets: [training] + others.compactMap(\.self))
  }

  private init(
    texts: [String], labels: [Int], rows: [Int], furtherValues: [[String]], classes: [String],
    positiveLabel: String?, split: DataSplit, datasets: [TextDataset]
  ) {
    self.texts = texts
    self.labels = labels
    self.rows = rows
    self.furtherValues = furtherValues
    self.classes = classes
    self.positiveLabel = positiveLabel
    self.split = split
    let groups = MessageGroups(texts: texts).groupOf
    let trained = Set(split.train.map { groups[$0] })
    leakedCount = (split.validation + split.test).count { trained.contains(groups[$0]) }
    paths = datasets.map(\.path)
    digest = SHA256Sum.joining(datasets.map(\.digest))
    skippedCount = datasets.reduce(0) { $0 + $1.skipped.count }
  }

  private static func positiveLabel(
    _ wanted: String?, of classes: [String]
  ) throws(ClassifierError) -> String? {
    guard let wanted else { return TextClassifier.defaultPositiveLabel(of: classes) }
    guard classes.contains(wanted) else {
      throw .unknownClass(wanted, classes: classes)
    }
    return wanted
  }

  /// The index of the positive label.
  var positiveClass: Int? { positiveLabel.flatMap { classes.firstIndex(of: $0) } }

  /// The messages of a part; all of them for `.file`.
  func indices(of part: EvaluationPart) -> [Int] {
    switch part {
    case .train: split.train
    case .validation: split.validation
    case .test: split.test
    case .file: Array(texts.indices)
    }
  }

  /// Labels of some messages.
  func labels(at indices: [Int]) -> [Int] { indices.map { labels[$0] } }

  /// How many of some messages are of each class.
  private func counts(of indices: [Int]) -> [Int] {
    indices.reduce(into: Array(repeating: 0, count: classes.count)) { $0[labels[$1]] += 1 }
  }

  /// The share of each class among the training messages.
  var classShares: [Double] {
    counts(of: split.train).map { Double($0) / Double(split.train.count) }
  }

  /// Training settings for some messages, with the class weights that the options ask for.
  ///
  /// - Throws: `KitError.badOption` for a weight of a class that is not there.
  func settings(
    _ settings: TrainingSettings, _ options: DataOptions, train: [Int]
  ) throws(KitError) -> TrainingSettings {
    var settings = settings
    if options.balance == .classWeights {
      settings.classWeights = Balancing.classWeights(counts: counts(of: train))
    } else if let weights = options.classWeights {
      if let unknown = weights.keys.sorted().first(where: { !classes.contains($0) }) {
        throw .badOption(
          "`class_weights` names '\(unknown)', which is none of the classes: \(PlainName.list(classes))."
        )
      }
      guard classes.contains(where: { weights[$0] != 0 }) else {
        throw .badOption(
          "`class_weights` gives every class a weight of 0; nothing could be learned.")
      }
      settings.classWeights = classes.map { weights[$0] ?? 1 }
    }
    return settings
  }
}
