/// Labelled messages of a file, in the file's order.
public struct TextDataset: Sendable {
  public let path: String
  public let format: TextFileFormat
  /// The columns (JSON: keys) that text and label were taken from; nil where columns have no names.
  public let textColumn: String?
  public let labelColumn: String?
  public let messages: [LabelledMessage]
  /// The distinct labels, ordered by their UTF-8 bytes.
  public let classes: [String]
  /// For each message the index of its label in `classes`.
  public let classIndices: [Int]
  /// The rows left out because `ReadingOptions.skipsBadRows` was set.
  public let skipped: [RowProblem]
  /// SHA-256 of the file's bytes, in lower-case hexadecimal.
  public let digest: String

  /// Reads a whole file. Labels lose the blanks around them; texts are kept byte for byte.
  ///
  /// - Throws: `DatasetError`: a file that cannot be opened or understood, or its first bad row.
  public init(
    path: String, options: ReadingOptions = ReadingOptions()
  ) throws(DatasetError) {
    var reader = try RowReader(
      InputFile(path: path, hashes: true), options: options, wantsLabels: true)
    var messages: [LabelledMessage] = []
    var skipped: [RowProblem] = []
    var labels = LabelTable()
    var labelNumbers: [Int] = []
    while let row = try reader.next() {
      switch row {
      case .message(let text, let label, let line, let furtherValues):
        let number = labels.number(of: label)
        labelNumbers.append(number)
        messages.append(
          LabelledMessage(
            text: text, label: labels.labels[number], row: messages.count + 1, line: line,
            furtherValues: furtherValues))
      case .problem(let problem):
        guard options.skipsBadRows else { throw .badRow(path: path, problem) }
        skipped.append(problem)
      }
    }
    let ordered = labels.ordered
    self.path = path
    format = reader.format
    textColumn = reader.columns.map { $0.names[$0.text] }
    labelColumn = reader.columns.flatMap { columns in columns.label.map { columns.names[$0] } }
    self.messages = messages
    classes = ordered.classes
    classIndices = labelNumbers.map { ordered.indices[$0] }
    self.skipped = skipped
    digest = reader.digest
  }

  /// The same file with its messages read in another way, under the same labels.
  init(_ file: TextDataset, messages: [LabelledMessage], classIndices: [Int]) {
    (path, format, digest) = (file.path, file.format, file.digest)
    (textColumn, labelColumn) = (file.textColumn, file.labelColumn)
    (classes, skipped) = (file.classes, file.skipped)
    self.messages = messages
    self.classIndices = classIndices
  }

  /// How many messages each class has, in the order of `classes`.
  public var classCounts: [Int] {
    classIndices.reduce(into: Array(repeating: 0, count: classes.count)) { $0[$1] += 1 }
  }

  /// Checks that there is something to learn: at least two messages, of at least two classes.
  ///
  /// - Throws: `DatasetError.noRows`, `.tooFewRows`, `.oneClass`.
  public func validateForTraining() throws(DatasetError) {
    guard !messages.isEmpty else { throw .noRows(path: path, skipped: skipped.count) }
    guard messages.count > 1 else { throw .tooFewRows(path: path, count: messages.count) }
    guard classes.count > 1 else {
      throw .oneClass(path: path, label: classes[0], count: messages.count)
    }
  }

  /// For each message the index of its label among the classes of another data set or of a model.
  ///
  /// - Throws: `DatasetError.unknownLabel` at the first label that is not among them.
  public func indices(in classes: [String]) throws(DatasetError) -> [Int] {
    var known = LabelTable()
    for label in classes { _ = known.number(of: label) }
    var indices: [Int] = []
    indices.reserveCapacity(messages.count)
    for message in messages {
      guard let number = known.find(message.label) else {
        throw .unknownLabel(
          path: path, label: message.label, line: message.line, classes: classes)
      }
      indices.append(number)
    }
    return indices
  }
}

/// A message and what it is.
public struct LabelledMessage: Sendable {
  public let text: String
  public let label: String
  /// Its number among the rows of the file that were taken, from 1.
  public let row: Int
  /// The line of the file where its row begins, from 1.
  public let line: Int
  /// The values of `ReadingOptions.furtherColumns`, in their order, without the blanks around them.
  public let furtherValues: [String]

  public init(
    text: String, label: String, row: Int, line: Int, furtherValues: [String] = []
  ) {
    self.text = text
    self.label = label
    self.row = row
    self.line = line
    self.furtherValues = furtherValues
  }
}

/// What a further column of a file says of each message.
public struct MessageColumn: Sendable, Equatable {
  public let name: String
  /// One per message; "" where the column says nothing.
  public let values: [String]

  public init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }
}

/// Numbers labels in order of appearance. Labels are equal when their UTF-8 bytes are: to Swift's
/// `==`, two spellings of one accented letter are the same.
struct LabelTable {
  private struct Key: Hashable {
    let label: String

    static func == (left: Key, right: Key) -> Bool {
      left.label.utf8.elementsEqual(right.label.utf8)
    }

    func hash(into hasher: inout Hasher) {
      for byte in label.utf8 { hasher.combine(byte) }
    }
  }

  private(set) var labels: [String] = []
  private var numbers: [Key: Int] = [:]

  func find(_ label: String) -> Int? { numbers[Key(label: label)] }

  /// The label's number; a new one when the label is new.
  mutating func number(of label: String) -> Int {
    if let number = find(label) { return number }
    numbers[Key(label: label)] = labels.count
    labels.append(label)
    return labels.count - 1
  }

  /// The labels ordered by their UTF-8 bytes, and for each number the place there.
  var ordered: (classes: [String], indices: [Int]) {
    let order = labels.indices.sorted {
      labels[$0].utf8.lexicographicallyPrecedes(labels[$1].utf8)
    }
    var indices = Array(repeating: 0, count: labels.count)
    for (place, number) in order.enumerated() { indices[number] = place }
    return (order.map { labels[$0] }, indices)
  }
}
