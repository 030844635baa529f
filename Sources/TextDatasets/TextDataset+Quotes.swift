extension TextDataset {
  /// The messages of a file in the UCI layout as a CSV reader with its usual quotes reads them,
  /// pandas' `read_csv(sep="\t")` for one, though in that layout a quote is just a character: a text
  /// that begins with a quote ends at the next single one, doubled ones standing for one, and if that
  /// is on a later line, the lines until there are a part of it. What follows the closing quote
  /// belongs to the text as it is.
  ///
  /// - Returns: Rows numbered anew; nil when a quote is never closed.
  func readingQuotes() -> TextDataset? {
    var rows: [LabelledMessage] = []
    var indices: [Int] = []
    var next = 0
    while next < messages.count {
      let first = messages[next]
      var text = QuotedText(first.text)
      indices.append(classIndices[next])
      next += 1
      while text.isOpen {
        guard next < messages.count else { return nil }
        text.append("\n\(messages[next].label)\t\(messages[next].text)")
        next += 1
      }
      rows.append(
        LabelledMessage(
          text: text.isQuoted ? text.plain : first.text, label: first.label, row: rows.count + 1,
          line: first.line))
    }
    return TextDataset(self, messages: rows, classIndices: indices)
  }
}

/// A field as a CSV reader sees it that is not strict about what follows a closing quote.
///
/// Source: pandas 3.1, `tokenizer.c`, states `IN_QUOTED_FIELD`, `QUOTE_IN_QUOTED_FIELD`, `IN_FIELD`.
private struct QuotedText {
  private enum State {
    case quoted, quoteInQuoted, unquoted
  }

  private var state: State
  private var bytes: [UInt8] = []
  let isQuoted: Bool

  init(_ text: String) {
    isQuoted = text.utf8.first == ASCII.quote
    state = isQuoted ? .quoted : .unquoted
    if isQuoted { append(text.utf8.dropFirst()) }
  }

  /// Whether the field goes on after the end of the line.
  var isOpen: Bool { state == .quoted }

  /// The field without its quotes. Only ASCII was taken away, so this is UTF-8 as it was before.
  var plain: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ text: String) { append(text.utf8[...]) }

  private mutating func append(_ text: Substring.UTF8View) {
    for byte in text {
      switch state {
      case .quoted where byte == ASCII.quote:
        state = .quoteInQuoted
      case .quoteInQuoted:
        state = byte == ASCII.quote ? .quoted : .unquoted
        bytes.append(byte)
      case .quoted, .unquoted:
        bytes.append(byte)
      }
    }
  }
}
