/// Which messages a run learns from, and how they are divided.
public struct DataOptions: Sendable, Equatable, Codable {
  /// Where the rows come from.
  public enum Source: Sendable, Equatable, Codable {
    /// One file, divided as a `SplitProtocol` says, such as `70/10/20` or `raschka`.
    case file(String, split: String = Self.standardSplit)
    /// Files that were divided elsewhere.
    case files(train: String, validation: String?, test: String?)

    /// Percent of the messages for training, validation and test.
    public static let standardSplit = "70/10/20"

    /// How the file is divided; nil for files that were.
    ///
    /// - Throws: `SplitError` when the split's name says nothing.
    public func splitProtocol() throws(SplitError) -> SplitProtocol? {
      guard case .file(_, let split) = self else { return nil }
      return try SplitProtocol(parsing: split)
    }
  }

  /// How unequal classes are dealt with.
  public enum Balance: String, Sendable, CaseIterable, Codable {
    case none
    /// Keep as many messages of every class as the rarest has; with a split that has a name, of the
    /// training part.
    case undersample
    /// Weigh the loss so that every class counts the same.
    case classWeights = "class-weights"
  }

  public var source: Source
  public var format: TextFileFormat?
  public var textColumn: String?
  public var labelColumn: String?
  public var encoding: TextEncoding = .utf8
  public var skipsBadRows = false
  public var shuffles = true
  public var balance: Balance = .none
  /// How much a message of each class counts in the loss, by the class's name; those not named count 1.
  public var classWeights: [String: Double]?
  public var positiveLabel: String?

  public init(source: Source) {
    self.source = source
  }

  var reading: ReadingOptions {
    ReadingOptions(
      format: format, textColumn: textColumn, labelColumn: labelColumn, encoding: encoding,
      skipsBadRows: skipsBadRows)
  }
}
