import Reports

extension StandardOutput {
  /// Prints a document as text, in lines that the terminal has room for.
  static func print(_ document: Document) throws(OutputError) {
    try print(TextRenderer(width: TerminalWidth.columns).text(document))
  }

  static func printMarkdown(_ document: Document) throws(OutputError) {
    try print(MarkdownRenderer().text(document))
  }
}
