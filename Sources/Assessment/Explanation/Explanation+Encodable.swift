/// The answer's own keys, and `explanation`: a contract, like those of `Classification`.
extension Explanation: Encodable {
  private enum AnswerKeys: String, CodingKey {
    case explanation
  }

  private enum CodingKeys: String, CodingKey {
    case tokens, read, methods, nearest
    case explainedClass = "class"
    case rival = "against"
    case logitDifference = "logit_difference"
    case leftOutUnit = "leave_one_out_unit"
    case deletion = "smallest_deletion"
  }

  private enum MethodKeys: String, CodingKey {
    case gradientTimesInput = "gradient_x_input"
    case leaveOneOut = "leave_one_out"
  }

  public func encode(to encoder: any Encoder) throws {
    try answer.encode(to: encoder)
    var outer = encoder.container(keyedBy: AnswerKeys.self)
    var container = outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .explanation)
    try container.encode(explainedClass, forKey: .explainedClass)
    try container.encode(rival, forKey: .rival)
    try container.encode(logitDifference, forKey: .logitDifference)
    try container.encode(leftOutUnit, forKey: .leftOutUnit)
    try container.encode(readBytes.map(ByteSpan.init), forKey: .read)
    try container.encode(tokens, forKey: .tokens)
    try container.encode(deletion, forKey: .deletion)
    try container.encodeIfPresent(nearest, forKey: .nearest)
    var methods = container.nestedContainer(keyedBy: MethodKeys.self, forKey: .methods)
    try methods.encode(Self.gradientTimesInputMeaning, forKey: .gradientTimesInput)
    try methods.encode(Self.leaveOneOutMeaning, forKey: .leaveOneOut)
  }
}

extension Explanation.Token: Encodable {
  private enum CodingKeys: String, CodingKey {
    case start, end, text
    case gradientTimesInput = "gradient_x_input"
    case leaveOneOut = "leave_one_out"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(span.lowerBound, forKey: .start)
    try container.encode(span.upperBound, forKey: .end)
    try container.encode(text, forKey: .text)
    try container.encode(gradientTimesInput, forKey: .gradientTimesInput)
    try container.encode(leaveOneOut, forKey: .leaveOneOut)
  }
}

extension DeletionSearchResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case found, unit, count, removed, words, minimality, meaning, text, label, probability
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(meaning, forKey: .meaning)
    guard case .found(let deletion) = self else {
      try container.encode(false, forKey: .found)
      return
    }
    try container.encode(true, forKey: .found)
    try container.encode(deletion.unit, forKey: .unit)
    try container.encode(deletion.count, forKey: .count)
    try container.encode(deletion.removed.map(ByteSpan.init), forKey: .removed)
    try container.encode(deletion.words, forKey: .words)
    try container.encode(deletion.minimality, forKey: .minimality)
    try container.encode(deletion.remaining.text, forKey: .text)
    try container.encode(deletion.remaining.label, forKey: .label)
    try container.encode(deletion.remaining.probability, forKey: .probability)
  }
}

/// A run of bytes.
private struct ByteSpan: Encodable {
  let start: Int
  let end: Int

  init(_ range: Range<Int>) {
    (start, end) = (range.lowerBound, range.upperBound)
  }
}
