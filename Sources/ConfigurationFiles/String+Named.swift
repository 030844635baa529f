extension String {
  /// A key as an error names it: in quotes when it is a word, else without its text, because a file given
  /// by mistake may hold messages where keys are expected.
  public var named: String { isWord ? "'\(self)'" : "'…'" }

  /// A parser's words as part of a sentence, without what they may repeat of a file but words.
  var withWordsOnly: String {
    let parts = split(separator: "'", omittingEmptySubsequences: false)
    let kept = parts.enumerated().map { index, part in
      // Every other part is what stands between two quotes.
      index.isMultiple(of: 2) || part.count == 1 || String(part).isWord ? String(part) : "…"
    }
    return kept.joined(separator: "'").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private var isWord: Bool {
    (1...40).contains(utf8.count)
      && unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "-_.<".unicodeScalars.contains(scalar))
      }
  }
}
