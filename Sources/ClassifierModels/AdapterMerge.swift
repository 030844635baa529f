import ClassificationMetrics
import GPT2
import GPT2Kernels

/// Folds an adapter into a copy of its base: the result is a whole model that needs neither.
///
/// An adapter that was trained beside quantised weights saw what the codes stand for. Folded into those it gives
/// the answers that it was trained for; folded into the original weights, others: which are better is measured.
public struct AdapterMerge: Sendable, Encodable {
  public enum Target: String, Sendable, CaseIterable, Encodable {
    /// The base as it was before it was quantised.
    case original
    /// The weights that the codes stand for.
    case dequantised
  }

  public let model: String
  public let output: String
  public let target: Target
  /// On labelled messages; nil where there were none.
  public let comparison: Comparison?

  /// The answers before and after.
  public struct Comparison: Sendable, Encodable {
    public let messages: Int
    /// Share of right answers, with the adapter beside the base.
    public let accuracyBefore: Estimate
    public let accuracyAfter: Estimate
    /// Messages that are told to be of another class now.
    public let changedAnswers: Int
    /// Of any class's probability.
    public let largestDifference: Double
  }

  /// - Parameters:
  ///   - folder: An adapter beside its base.
  ///   - target: Nil for the weights that the adapter was trained beside.
  ///   - messages: Texts and the names of their classes, to compare answers on; nil for no comparison.
  ///   - output: A folder that does not exist or is empty.
  /// - Throws: `ModelFolderError.noAdapter`, `.noOriginal`, `.outputExists`; what opening a model throws.
  public init(
    _ folder: ModelFolder, into target: Target? = nil,
    comparingOn messages: @autoclosure () throws -> (texts: [String], labels: [String])? = nil,
    output: String
  ) throws {
    try ModelWriter.requireFree(output)
    guard folder.adapter != nil else { throw ModelFolderError.noAdapter(folder.path) }
    let isStoredAsCodes = try folder.storedQuantisation() != nil
    let isQuantised = isStoredAsCodes || folder.configuration.classifier?.quantisation != nil
    self.target = target ?? (isQuantised ? .dequantised : .original)
    if self.target == .original, isStoredAsCodes { throw ModelFolderError.noOriginal(folder.path) }
    model = folder.path
    self.output = output
    let messages = try messages()
    var merged =
      try self.target == .original ? folder.model(quantisedAs: nil) : folder.model()
    merged.mergeAdapters()
    var configuration = folder.configuration
    configuration.classifier?.quantisation = nil
    configuration.classifier?.checkedPrecision = nil
    guard folder.hasHead else {
      try ModelWriter.save(merged, tokenizer: folder.tokenizer, to: output)
      comparison = nil
      return
    }
    let classifier = try folder.classifier(with: merged)
    configuration.labels = folder.classNames
    try folder.decision()?.write(to: output)
    try ModelWriter.save(
      classifier, configuration: configuration, tokenizer: folder.tokenizer, base: nil, to: output)
    comparison = try messages.map {
      try Comparison($0, before: TextClassifier(folder), after: TextClassifier(directory: output))
    }
  }
}

extension AdapterMerge.Comparison {
  fileprivate init(
    _ messages: (texts: [String], labels: [String]), before: TextClassifier, after: TextClassifier
  ) throws {
    let (old, new) = (try before.classify(messages.texts), try after.classify(messages.texts))
    func accuracy(_ answers: [Classification]) -> Estimate {
      .proportion(
        zip(answers, messages.labels).count { $0.label == $1 }, of: messages.labels.count)
    }
    self.messages = messages.texts.count
    accuracyBefore = accuracy(old)
    accuracyAfter = accuracy(new)
    changedAnswers = zip(old, new).count { $0.label != $1.label }
    largestDifference = zip(old, new).reduce(0) { largest, pair in
      zip(pair.0.probabilities, pair.1.probabilities).reduce(largest) { max($0, abs($1.0 - $1.1)) }
    }
  }
}
