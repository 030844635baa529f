import SeededRandom

/// The UCI SMS Spam Collection, for which some protocols are made.
enum SMSCollection {
  static let classes = ["ham", "spam"]
  /// The index of spam in `classes`.
  static let spam = 1
  static let spamCount = 747
  static let lines = 5574
  /// What is left of the lines where quotes are read as in CSV.
  static let quotedRows = 5572
}

extension SplitProtocol {
  /// The messages of a file as the protocol reads them.
  ///
  /// - Throws: `SplitError.otherFile`.
  package func read(_ file: TextDataset) throws(SplitError) -> TextDataset {
    switch self {
    case .fractions, .fold: return file
    case .almeida2011:
      try requireSMSCollection(file, rows: SMSCollection.lines)
      return file
    case .raschka, .raschkaExperiments:
      guard file.format == .uci else {
        throw .otherFile(
          self, path: file.path, rows: SMSCollection.quotedRows,
          found: "the layout '\(file.format.rawValue)'")
      }
      guard let dataset = file.readingQuotes() else {
        throw .otherFile(
          self, path: file.path, rows: SMSCollection.quotedRows,
          found: "a quote that is never closed")
      }
      try requireSMSCollection(dataset, rows: SMSCollection.quotedRows)
      return dataset
    }
  }

  private func requireSMSCollection(_ dataset: TextDataset, rows: Int) throws(SplitError) {
    let classes = dataset.classes
    guard
      classes.count == SMSCollection.classes.count,
      zip(classes, SMSCollection.classes).allSatisfy({ $0.utf8.elementsEqual($1.utf8) })
    else {
      throw .otherFile(
        self, path: dataset.path, rows: rows,
        found: "\(dataset.messages.count) rows with the labels \(PlainName.list(classes))")
    }
    let spamCount = dataset.classCounts[SMSCollection.spam]
    guard dataset.messages.count == rows, spamCount == SMSCollection.spamCount else {
      throw .otherFile(
        self, path: dataset.path, rows: rows,
        found: "\(dataset.messages.count) rows, \(spamCount) of them spam")
    }
  }
}

/// How a book divides the UCI SMS Spam Collection: as many of the ham as there are spam, chosen by
/// chance, then all in random order, of which the first seven tenths are trained on, the next tenth
/// is the validation part and the rest the test.
///
/// The numbers come from pandas' `sample(random_state=123)`, so that these are the book's own rows.
/// Equal messages are on both sides, as they are there.
///
/// Source: S. Raschka, *Build a Large Language Model (From Scratch)*, Manning 2024, section 6.2 and
/// `gpt_class_finetune.py`; shuffled twice, `additional_experiments.py`.
struct RaschkaSplit {
  /// Indices of messages.
  let train: [Int]
  let validation: [Int]
  let test: [Int]

  private static let seed: UInt32 = 123

  /// - Parameters:
  ///   - labels: One class index per message.
  ///   - rare: The class of which every message is taken.
  ///   - shuffles: How often the chosen messages are put into random order, always the same one.
  init(labels: [Int], rare: Int, shuffles: Int) {
    let kept = labels.indices.filter { labels[$0] == rare }
    let others = labels.indices.filter { labels[$0] != rare }
    var state = NumPyRandomState(seed: Self.seed)
    var order = state.permutation(others.count).prefix(kept.count).map { others[$0] } + kept
    for _ in 0..<shuffles {
      var state = NumPyRandomState(seed: Self.seed)
      order = state.permutation(order.count).map { order[$0] }
    }
    let trainCount = Int(Double(order.count) * 0.7)
    let validationEnd = trainCount + Int(Double(order.count) * 0.1)
    train = Array(order[..<trainCount])
    validation = Array(order[trainCount..<validationEnd])
    test = Array(order[validationEnd...])
  }
}
