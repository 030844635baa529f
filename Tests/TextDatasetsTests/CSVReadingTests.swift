import TestFiles
import Testing
import TextDatasets

@Suite struct CSVReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws -> [String]
  {
    rows(try TextDataset(path: try folder.file("d.csv", text), options: options))
  }

  @Test func quotedFieldsHoldCommasLineEndsAndDoubledQuotes() throws {
    let text =
      "label,text\r\nham,\"a, b\"\r\n\"spam\",\"say \"\"hi\"\"\r\nand\n\"\"\"\r\nham,plain text\r\n"
    #expect(
      try read(text) == ["2|ham|a, b", "3|spam|say \"hi\"\r\nand\n\"", "6|ham|plain text"])
  }

  @Test func lineFeedsEmptyLinesAndMissingLastNewline() throws {
    #expect(try read("text,label\n\nx,ham\n\r\ny,spam") == ["3|ham|x", "5|spam|y"])
    #expect(try read("text,label\nx,ham\ny,\"spam\"") == ["2|ham|x", "3|spam|y"])
    #expect(try read("text,label\nx,ham\ny,\"spam\"\r") == ["2|ham|x", "3|spam|y"])
    #expect(try read("label,text\nham,a\rb\nspam,\"c\r\"\n") == ["2|ham|a\rb", "3|spam|c\r"])
  }

  @Test func kagglesHeaderWithUnnamedColumnsInLatin1() throws {
    let bytes: [UInt8] =
      Array("v1,v2,,,\r\nham,Ok lar...,,,\r\nspam,\"Win ".utf8) + [0xA3]
      + Array("1,000 \"\"now\"\"\",,,\r\n".utf8)
    let path = try folder.file("spam.csv", bytes)
    let dataset = try TextDataset(path: path, options: ReadingOptions(encoding: .latin1))
    #expect(rows(dataset) == ["2|ham|Ok lar...", "3|spam|Win £1,000 \"now\""])
    #expect(dataset.labelColumn == "v1")
    #expect(dataset.textColumn == "v2")
    #expect(firstProblem(path)?.reason == .invalidUTF8(byte: 0xA3, offset: 38))
  }

  @Test(arguments: [
    ("id,Message,Category\n1,x,ham\n", "Message", "Category"),
    ("text,spam\nx,1\n", "text", "spam"),
    ("words,label\nx,1\n", "words", "label"),
    ("text,kind\nx,1\n", "text", "kind"),
    ("\"sms\" , Label \nx,ham\n", "", ""),
  ])
  func usualColumnNamesAreGuessed(text: String, textColumn: String, labelColumn: String) throws {
    let path = try folder.file("d.csv", text)
    guard !textColumn.isEmpty else {
      #expect(firstProblem(path)?.reason == .textAfterClosingQuote(field: 1))
      return
    }
    let dataset = try TextDataset(path: path)
    #expect(dataset.textColumn == textColumn)
    #expect(dataset.labelColumn == labelColumn)
    #expect(dataset.messages.first?.text == "x")
  }

  @Test func columnsByExactName() throws {
    let text = "text,Text,label,kind\na,b,c,d\n"
    #expect(
      try read(text, ReadingOptions(textColumn: "Text", labelColumn: "kind")) == ["2|d|b"])
    let path = try folder.file("d.csv", text)
    let error = #expect(throws: DatasetError.self) {
      try TextDataset(path: path, options: ReadingOptions(textColumn: "TEXT"))
    }
    #expect(
      error?.description
        == "\(path): no column 'TEXT'. Columns found: 'text', 'Text', 'label', 'kind'.")
    #expect(throws: DatasetError.columnTwice(path: path, name: "text")) {
      try TextDataset(path: path)
    }
    #expect(throws: DatasetError.columnTwice(path: path, name: "kind")) {
      try TextDataset(path: path, options: ReadingOptions(textColumn: "kind", labelColumn: "kind"))
    }
  }

  @Test func fileWithoutHeaderNamesNoMessage() throws {
    let path = try folder.file("d.csv", "ham,Meet me at nine,x\nspam,Win,y\n")
    let error = #expect(throws: DatasetError.self) { try TextDataset(path: path) }
    #expect(
      error?.description
        == "\(path): which column holds the text? Columns found: 'ham', (column 2, no plain name), "
        + "'x'. Say it with `text_column`.")
  }

  @Test(arguments: [
    ("ham,a\"b\n", 2, RowProblem.Reason.quoteInUnquotedField(2)),
    ("ham, \"b\"\n", 2, .quoteInUnquotedField(2)),
    ("ham,\"a\"b\n", 2, .textAfterClosingQuote(field: 2)),
    ("ham,\"a\nb\" c\n", 2, .textAfterClosingQuote(field: 2)),
    ("ham,\"a\"\rb\n", 2, .textAfterClosingQuote(field: 2)),
    ("ok,ok\nham,\"never\nclosed\n", 3, .unclosedQuote(field: 2)),
    ("ham\n", 2, .fieldCount(expected: 2, found: 1)),
    ("ok,\"two\nlines\"\nham,a,b\n", 4, .fieldCount(expected: 2, found: 3)),
    ("ham,\n", 2, .emptyText),
    (" ,x\n", 2, .emptyLabel),
    ("\"\"\n", 2, .fieldCount(expected: 2, found: 1)),
  ])
  func badRowsByLineAndReason(row: String, line: Int, reason: RowProblem.Reason) throws {
    let path = try folder.file("d.csv", "label,text\n" + row)
    #expect(firstProblem(path) == RowProblem(line: line, reason: reason))
  }

  @Test func readingGoesOnAfterABadRow() throws {
    let text =
      "label,text\nham,a \"b\" c\nspam,one\nham,\"x\"y,\"\nspam,two\nham,\"never\nspam,three\nham,4\n"
    let path = try folder.file("d.csv", text)
    let dataset = try TextDataset(path: path, options: ReadingOptions(skipsBadRows: true))
    #expect(rows(dataset) == ["3|spam|one", "5|spam|two", "7|spam|three", "8|ham|4"])
    #expect(dataset.skipped.map(\.line) == [2, 4, 6])
    #expect(dataset.skipped.last?.reason == .unclosedQuote(field: 2))
  }

  @Test func rowsAcrossBufferEdgesAreWhole() throws {
    // Far more than one read of 256 KiB, with every kind of byte at every place of the edge.
    var text = "label,text\n"
    var expected: [String] = []
    var line = 2
    for number in 0..<30_000 {
      let filler = String(repeating: "x", count: number % 41)
      text += "ham,\"\(filler) \"\"\(number)\"\"\r\né, end\"\r\n"
      expected.append("\(line)|ham|\(filler) \"\(number)\"\r\né, end")
      line += 2
    }
    #expect(try read(text) == expected)
  }

  @Test func aRowBeyondTheLimitIsBadAndOnlyItsFirstLineIsLost() throws {
    let long = String(repeating: "y", count: 17 << 20)
    let path = try folder.file("d.csv", "label,text\nspam,a\nham,\"open\nspam,\(long)\nspam,b\n")
    let dataset = try TextDataset(path: path, options: ReadingOptions(skipsBadRows: true))
    #expect(rows(dataset) == ["2|spam|a", "5|spam|b"])
    let reason = RowProblem.Reason.tooLong(limit: 16 << 20)
    #expect(dataset.skipped == [3, 4].map { RowProblem(line: $0, reason: reason) })
  }
}
