import ClassificationMetrics
import Files

/// Labelled messages for training and measuring: read from one file or several, balanced and divided.
public struct LabelledDataset: Sendable {
  /// The messages that take part, in the order of their file; those of several files one after another.
  public let messages: [LabelledMessage]
  /// Class indices, 0..<K, one per message.
  public let labels: [Int]
  public let classes: ClassSet
  /// Positions in `messages`.
  public let split: DataSplit
  /// Messages for validation or test that equal a training message after normalisation: none where
  /// one file was split by shares or into folds, perhaps some in published splits and where the files
  /// were given.
  public let leakedCount: Int
  /// Paths of the files read, the training messages' first, and SHA-256 of the contents of each.
  public let paths: [String]
  public let fileDigests: [String]
  /// Rows left out because they could not be read.
  public let skippedCount: Int

  /// Reads and divides what the options name.
  ///
  /// - Parameters:
  ///   - furtherColumns: Names of columns to read along.
  ///   - balancing: Chooses the messages that undersampling keeps.
  ///   - splitting: Divides where the protocol leaves it to chance.
  /// - Throws: `DatasetError`, `SplitError`.
  public init(
    _ options: DataOptions, furtherColumns: [String] = [],
    balancing: inout some RandomNumberGenerator, splitting: inout some RandomNumberGenerator
  ) throws {
    var reading = options.reading
    reading.furtherColumns = furtherColumns
    let undersamples = options.balance == .undersample
    switch options.source {
    case .file(let path, let name):
      let split = try SplitProtocol(parsing: name)
      try split.validate(undersamples: undersamples, shuffles: options.shuffles)
      let file = try TextDataset(path: path, options: reading)
      try file.validateForTraining()
      try self.init(
        file, by: split, undersamples: undersamples, shuffles: options.shuffles,
        positiveLabel: options.positiveLabel, balancing: &balancing, splitting: &splitting)
    case .files(let train, let validation, let test):
      let training = try TextDataset(path: train, options: reading)
      try training.validateForTraining()
      let others = try [validation, test].map { path in
        try path.map { try TextDataset(path: $0, options: reading) }
      }
      let kept =
        undersamples
        ? Balancing.undersample(labels: training.classIndices, using: &balancing)
        : Array(training.messages.indices)
      try self.init(
        train: training, kept: kept, validation: others[0], test: others[1],
        positiveLabel: options.positiveLabel)
    }
  }

  /// Divides one file.
  ///
  /// - Parameters:
  ///   - file: What was read, with something to learn in it.
  ///   - undersamples: Whether to keep as many messages of each class as the rarest has: of all of them
  ///     where shares divide, else of the training part alone, as the test of a named protocol stays
  ///     what it is.
  ///   - shuffles: Whether chance divides where the protocol leaves it to that.
  ///   - positiveLabel: Nil for the usual one.
  /// - Throws: `SplitError`: the protocol is for another file, does not go with the other settings, or
  ///   there are not enough messages; `DatasetError.noSuchClass`.
  public init(
    _ file: TextDataset, by split: SplitProtocol, undersamples: Bool = false, shuffles: Bool = true,
    positiveLabel: String? = nil, balancing: inout some RandomNumberGenerator,
    splitting: inout some RandomNumberGenerator
  ) throws {
    try split.validate(undersamples: undersamples, shuffles: shuffles)
    let dataset = try split.read(file)
    let labels = dataset.classIndices
    var candidates = Array(labels.indices)
    if undersamples, case .fractions = split {
      candidates = Balancing.undersample(labels: labels, using: &balancing)
    }
    var parts = try split.parts(
      of: candidates, in: dataset, shuffles: shuffles, using: &splitting)
    if undersamples {
      parts[0] = Balancing.undersample(labels: parts[0].map { labels[$0] }, using: &balancing)
        .map { parts[0][$0] }
    }
    let kept = parts.joined().sorted()
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    try self.init(
      messages: kept.map { dataset.messages[$0] }, labels: kept.map { labels[$0] },
      parts: parts.map { $0.compactMap { places[$0] } }, files: [dataset],
      positiveLabel: positiveLabel)
  }

  /// Joins files that were divided elsewhere.
  ///
  /// - Parameter kept: The training messages that take part.
  private init(
    train: TextDataset, kept: [Int], validation: TextDataset?, test: TextDataset?,
    positiveLabel: String?
  ) throws {
    var messages = kept.map { train.messages[$0] }
    var labels = kept.map { train.classIndices[$0] }
    var parts = [Array(messages.indices)]
    for file in [validation, test] {
      let start = messages.count
      if let file {
        messages += file.messages
        labels += try file.indices(in: train.classes)
      }
      parts.append(Array(start..<messages.count))
    }
    try self.init(
      messages: messages, labels: labels, parts: parts,
      files: [train, validation, test].compactMap(\.self), positiveLabel: positiveLabel)
  }

  /// - Parameters:
  ///   - parts: Training, validation and test part, as positions in `messages`.
  ///   - files: The first one's classes are those of all.
  private init(
    messages: [LabelledMessage], labels: [Int], parts: [[Int]], files: [TextDataset],
    positiveLabel: String?
  ) throws {
    self.messages = messages
    self.labels = labels
    let names = files[0].classes
    if let positiveLabel {
      classes = ClassSet(names, positiveName: positiveLabel)
      guard classes.positive != nil else {
        throw DatasetError.noSuchClass(positiveLabel, classes: names)
      }
    } else {
      classes = ClassSet(guessingPositiveAmong: names)
    }
    let groups = MessageGroups(texts: messages.lazy.map(\.text))
    split = DataSplit(
      train: parts[0], validation: parts[1], test: parts[2],
      duplicates: DuplicateCounts(groups: groups, labels: labels))
    let trained = Set(parts[0].map { groups.groupOf[$0] })
    leakedCount = (parts[1] + parts[2]).count { trained.contains(groups.groupOf[$0]) }
    paths = files.map(\.path)
    fileDigests = files.map(\.digest)
    skippedCount = files.reduce(0) { $0 + $1.skipped.count }
  }

  /// SHA-256 of the contents of all files; of one file it is the file's own.
  public var digest: String { SHA256Sum.joining(fileDigests) }

  /// Labels of some messages.
  public func labels(at indices: [Int]) -> [Int] { indices.map { labels[$0] } }

  public func texts(at indices: [Int]) -> [String] { indices.map { messages[$0].text } }

  /// Rows of some messages in their file, from 1.
  public func rows(at indices: [Int]) -> [Int] { indices.map { messages[$0].row } }

  /// How many of some messages are of each class, in the order of `classes`.
  public func classCounts(at indices: [Int]) -> [Int] {
    indices.reduce(into: Array(repeating: 0, count: classes.count)) { $0[labels[$1]] += 1 }
  }

  /// The share of each class among the training messages, 0...1.
  public var trainingShares: [Double] {
    classCounts(at: split.train).map { Double($0) / Double(split.train.count) }
  }
}
