import Foundation
import SpamTuneKit

/// The tokens of one message with what each of them speaks for: as shaded text, or without the text as
/// bars.
struct TokenHeat {
  struct Span {
    var piece: String
    /// "for-3", "against-1", or empty.
    var shade: String
    /// The contribution; nil for text between tokens.
    var value: String?
  }

  let spans: [Span]
  let hasText: Bool
  let bars: String?
  let summary: String

  /// Nil where there is neither text nor tokens.
  init?(_ error: ReportedError, identifier: String) {
    guard error.text != nil || !error.tokens.isEmpty else { return nil }
    hasText = error.text != nil
    spans = error.text.map { Self.spans($0, error.tokens) } ?? []
    summary = Self.summary(error)
    bars =
      hasText || error.tokens.isEmpty
      ? nil
      : TokenBars(contributions: error.tokens.map(\.contribution)).svg(
        identifier: identifier, description: summary)
  }

  /// Tokens that share a character become one piece, as half a character cannot be shown.
  private static func spans(_ text: String, _ tokens: [TokenContribution]) -> [Span] {
    let bytes = Array(text.utf8)
    let most = tokens.map { abs($0.contribution) }.filter(\.isFinite).max() ?? 0
    var spans: [Span] = []
    var end = 0
    var start = 0
    var sum = 0.0
    func isBoundary(_ place: Int) -> Bool { place == bytes.count || bytes[place] & 0xC0 != 0x80 }
    func piece(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    for token in tokens.sorted(by: { $0.start < $1.start }) {
      guard token.start >= end, token.end > token.start, token.end <= bytes.count else { continue }
      if start == end, token.start > end {
        guard isBoundary(token.start) else { continue }
        spans.append(Span(piece: piece(end..<token.start), shade: ""))
        start = token.start
      }
      end = token.end
      sum += token.contribution
      guard isBoundary(end) else { continue }
      spans.append(
        Span(
          piece: piece(start..<end), shade: shade(sum, most: most), value: PageNumber.signed(sum)))
      start = end
      sum = 0
    }
    if start < bytes.count { spans.append(Span(piece: piece(start..<bytes.count), shade: "")) }
    return spans
  }

  /// Four shades of either sign, and none for what hardly counts.
  private static func shade(_ contribution: Double, most: Double) -> String {
    guard most > 0, contribution.isFinite else { return "" }
    let level = Int((min(1, abs(contribution) / most) * 4).rounded())
    return level == 0 ? "" : (contribution > 0 ? "for-" : "against-") + "\(level)"
  }

  /// The strongest in words.
  private static func summary(_ error: ReportedError) -> String {
    let ranked = error.tokens.enumerated().filter { $0.element.contribution.isFinite }
      .sorted { abs($0.element.contribution) > abs($1.element.contribution) }.prefix(3)
    guard !ranked.isEmpty else { return "Contributions were not computed." }
    let words = ranked.map { index, token in
      let place = "token \(index + 1)"
      // A token's own text is shown only where texts were asked for.
      let name = error.text == nil ? place : token.text.map { "“\($0)”" } ?? place
      return "\(name) (\(PageNumber.signed(token.contribution)))"
    }
    return "Strongest: " + words.joined(separator: ", ") + "."
  }
}
