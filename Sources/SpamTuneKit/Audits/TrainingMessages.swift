import TextDatasets

/// The messages that a model learned from, as far as they are known.
struct TrainingMessages {
  let messages: LabelledMessages?
  /// Why they are not known, in a sentence.
  let remark: String?

  /// - Parameter folder: The model's.
  init(ofModelIn folder: String) {
    guard RunLookup.hasRun(folder) else {
      messages = nil
      remark =
        "No run made this model, so it is not known which messages it learned from: near-duplicates were not "
        + "looked for, and what it has learned by heart may pass as well measured."
      return
    }
    do {
      messages = try LabelledMessages(part: .train, ofRunIn: folder)
      remark = nil
    } catch {
      messages = nil
      remark = "Near-duplicates of training messages were not looked for: \(error)"
    }
  }

  /// Those of other messages that equal a training message after normalisation, by index.
  func places(of others: LabelledMessages) -> Set<Int> {
    guard let messages else { return [] }
    let known = Set(messages.texts.map(MessageNormalisation.key))
    return Set(
      others.texts.indices.filter { known.contains(MessageNormalisation.key(others.texts[$0])) })
  }
}
