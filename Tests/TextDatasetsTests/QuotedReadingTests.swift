import TestFiles
import Testing
import TextDatasets

/// A file of the UCI layout as a reader of CSV sees it; the protocol that wants it so takes only files
/// with 4,825 ham and 747 spam then.
@Suite struct QuotedReadingTests {
  /// What becomes of the first ham of a file whose other rows are plain.
  private func read(_ lines: String, fillers: Int = 4824) throws -> LabelledMessage {
    let folder = try TemporaryFolder()
    let ham = (0..<fillers).map { "ham\tplain \($0)" }
    let spam = (0..<747).map { "spam\tplain \($0)" }
    let file = try TextDataset(
      path: folder.file("rows.tsv", ([lines] + ham + spam).joined(separator: "\n")),
      options: ReadingOptions(format: .uci))
    let read = try SplitProtocol.raschka.read(file)
    #expect(read.messages.count == 5572)
    #expect(read.messages.map(\.row) == Array(1...5572))
    #expect(read.digest == file.digest)
    return read.messages[0]
  }

  // pandas 3.1: read_csv(sep="\t", header=None), reading the text of the first row.
  @Test(arguments: [
    ("plain \"words\" here", "plain \"words\" here"),
    ("\"quoted\"", "quoted"),
    ("\"a \"\"b\"\" c\"", "a \"b\" c"),
    ("\"quoted\" and on", "quoted and on"),
    ("\"quoted\" and \"again\"", "quoted and \"again\""),
    ("\"\"\"three\"", "\"three"),
    (" \"blank first\"", " \"blank first\""),
    ("\"\u{e9}\u{1F600}\"\u{e9}", "\u{e9}\u{1F600}\u{e9}"),
  ])
  func quotesAtTheBeginningAreRemoved(text: String, expected: String) throws {
    #expect(Array(try read("ham\t" + text).text.utf8) == Array(expected.utf8))
  }

  @Test func anOpenQuoteTakesLinesUntilItIsClosed() throws {
    let message = try read("ham\t\"one\nspam\ttwo \"\"x\"\" \tthree\nham\tfour\" five")
    #expect(message.text == "one\nspam\ttwo \"x\" \tthree\nham\tfour five")
    #expect(message.label == "ham")
    #expect(message.line == 1)
  }
}
