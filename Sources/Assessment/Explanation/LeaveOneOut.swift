import ClassifierModels
import GPT2

/// How far a difference of logits drops when a token that was read is deleted and the rest is read again.
///
/// That costs a forward pass for each deletion. Beyond `tokenLimit` tokens neighbouring ones are deleted
/// together, in stretches of whole words, so that the passes read no more than `budget` tokens in all; the
/// drop is then shared equally among the tokens of a stretch. A stretch never reaches across two windows.
///
/// Source: Li, Monroe, Jurafsky: "Understanding neural networks through representation erasure" (2016),
/// section 3.
struct LeaveOneOut {
  /// What is deleted at a time.
  enum Unit: String, Sendable, Codable {
    case token
    case stretch = "stretch of words"
  }

  static let tokenLimit = 256
  static let budget = tokenLimit * tokenLimit

  let unit: Unit
  /// For each token that was read, in logits.
  let contributions: [Double]

  init(of text: TokenizedText, to difference: LogitDifference, by classifier: TextClassifier) {
    let length = text.windows.map(\.count).max() ?? 0
    let count = text.readTokens.count
    let deletions = max(1, Self.budget / max(1, length))
    let least = count <= Self.tokenLimit ? 1 : (count + deletions - 1) / deletions
    unit = count <= Self.tokenLimit ? .token : .stretch
    let stretches = text.windows.map {
      least == 1 ? $0.indices.map { $0..<$0 + 1 } : Self.stretches(of: $0, in: text, least: least)
    }
    let shortened = zip(text.windows, stretches).flatMap { window, stretches in
      stretches.map { stretch in
        classifier.encoder.filled(
          window.indices.filter { !stretch.contains($0) }.map { text.ids[window[$0]] })
      }
    }
    let whole = classifier.windowLogits(of: classifier.ids(of: text)).map(difference.value)
    var rest = classifier.windowLogits(of: shortened).map(difference.value)[...]
    contributions = zip(whole, stretches).flatMap { whole, stretches in
      stretches.flatMap { stretch in
        let drop = (whole - (rest.popFirst() ?? whole)) / Double(text.windows.count)
        return Array(repeating: drop / Double(stretch.count), count: stretch.count)
      }
    }
  }

  /// Runs of at least `least` tokens, cut before spaces where there are some in time.
  private static func stretches(
    of window: [Int], in text: TokenizedText, least: Int
  ) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    for index in window.indices.dropFirst() {
      let length = index - start
      let first = text.bytes[text.spans[window[index]]].first
      let beginsWord = first.map { $0 == 0x20 || (0x09...0x0D).contains($0) } ?? false
      if length >= 4 * least || (length >= least && beginsWord) {
        stretches.append(start..<index)
        start = index
      }
    }
    if start < window.count { stretches.append(start..<window.count) }
    return stretches
  }
}
