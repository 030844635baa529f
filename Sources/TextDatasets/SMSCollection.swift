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
