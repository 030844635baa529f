import FineTuning
import TextDatasets

/// Everything a pretraining is told; `run.json` keeps it for resuming.
public struct PretrainingOptions: Sendable, Equatable, Codable {
  /// A file of texts, and how often it is learned from in an epoch.
  public struct Text: Sendable, Equatable, Codable {
    public var path: String
    public var weight: Double

    public init(path: String, weight: Double = 1) {
      self.path = path
      self.weight = weight
    }
  }

  /// What the weights start from.
  public enum Start: Sendable, Equatable, Codable {
    /// Random weights of a shape, with a tokenizer.
    case scratch(configuration: String, tokenizer: String)
    /// A base model, to adapt it to texts of one's own.
    case base(String)
  }

  public var texts: [Text]
  public var layout: TextDocuments.Layout?
  public var start: Start
  public var training = LanguageModelSettings()
  /// Share of the documents that is held out to measure the perplexity.
  public var validationShare = 0.01
  /// Write the weights as 16-bit floats.
  public var isHalfPrecision = false

  public init(texts: [Text], start: Start) {
    self.texts = texts
    self.start = start
  }

  /// - Throws: `SettingError`.
  public func validate() throws(SettingError) {
    guard !texts.isEmpty else { throw .unsuitable("Give at least one `text`.") }
    for text in texts where !(text.weight > 0 && text.weight <= 100) {
      throw .unsuitable(
        "`text` \(text.path): the weight is \(text.weight); give a number above 0, at most 100.")
    }
    try Self.settings.check(self)
  }
}
