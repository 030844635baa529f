import TestFiles
import Testing
import TextDatasets

@Suite struct UCIReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func quotesAreLiteralAndLaterTabsBelongToTheText() throws {
    let path = try folder.file(
      "SMSSpamCollection", "ham\t\"Hi\nspam\tWin \"\"now\"\"\nham\ta\tb\"\nspam\t 4 u \n")
    let dataset = try TextDataset(path: path)
    #expect(dataset.format == .uci)
    #expect(
      rows(dataset) == [
        "1|ham|\"Hi", "2|spam|Win \"\"now\"\"", "3|ham|a\tb\"", "4|spam| 4 u ",
      ])
    #expect(dataset.messages.map(\.row) == [1, 2, 3, 4])
    #expect(dataset.classes == ["ham", "spam"])
    #expect(dataset.classIndices == [0, 1, 0, 1])
    #expect(dataset.classCounts == [2, 2])
    #expect(dataset.textColumn == nil)
  }

  @Test func lineEndsEmptyLinesAndMissingLastNewline() throws {
    let path = try folder.file("data.tsv", "\n\r\nham\tone\r\n\nspam\ttwo\r\rx\nham\tthree")
    let dataset = try TextDataset(path: path)
    #expect(rows(dataset) == ["3|ham|one", "5|spam|two\r\rx", "6|ham|three"])
    #expect(dataset.messages.map(\.row) == [1, 2, 3])
  }

  @Test func byteOrderMarkIsNoPartOfTheFirstLabel() throws {
    let path = try folder.file("d", [0xEF, 0xBB, 0xBF] + Array("ham\tx\nspam\ty\n".utf8))
    let dataset = try TextDataset(path: path)
    #expect(dataset.classes == ["ham", "spam"])
    // `printf '\xef\xbb\xbfham\tx\nspam\ty\n' | sha256sum`
    #expect(
      dataset.digest == "b1117282144152106e6b29dcb1e16ab20343ff5fb6fc88b3059cdb384072ba3f")
  }

  @Test func nulBytesAndBlanksAroundLabels() throws {
    let path = try folder.file("d", " ham \ta\0b\nspam\tc\n")
    let dataset = try TextDataset(path: path)
    #expect(rows(dataset) == ["1|ham|a\0b", "2|spam|c"])
  }

  @Test func classesAreOrderedAndToldApartByBytes() throws {
    let composed = "\u{E9}"
    let decomposed = "e\u{301}"
    let path = try folder.file(
      "d", "b\t1\n\(composed)\t2\nB\t3\n\(decomposed)\t4\na\t5\n10\t6\n9\t7\nb\t8\n")
    let dataset = try TextDataset(path: path)
    #expect(
      dataset.classes.map { Array($0.utf8) }
        == ["10", "9", "B", "a", "b", decomposed, composed].map { Array($0.utf8) })
    #expect(dataset.classIndices == [4, 6, 2, 5, 3, 0, 1, 4])
  }

  @Test func badRowsStopOrAreCounted() throws {
    let path = try folder.file(
      "d.tsv", "ham\tok\nno tab here\n\tno label\nspam\t \nham\tlast\n")
    #expect(firstProblem(path) == RowProblem(line: 2, reason: .noTab))
    let dataset = try TextDataset(path: path, options: ReadingOptions(skipsBadRows: true))
    #expect(rows(dataset) == ["1|ham|ok", "5|ham|last"])
    #expect(dataset.messages.map(\.row) == [1, 2])
    #expect(
      dataset.skipped == [
        RowProblem(line: 2, reason: .noTab), RowProblem(line: 3, reason: .emptyLabel),
        RowProblem(line: 4, reason: .emptyText),
      ])
  }

  @Test func badRowSaysFileLineReasonAndWhatToDoButNotTheText() throws {
    let path = try folder.file("d.tsv", "ham\tok\nsecret words\n")
    let error = #expect(throws: DatasetError.self) { try TextDataset(path: path) }
    #expect(
      error?.description
        == "\(path): line 2: no tab between label and text. Correct the row, or use "
        + "`skip_bad_rows` to count and skip such rows.")
  }

  @Test func namedColumnsAreRefused() throws {
    let path = try folder.file("d", "ham\tx\nspam\ty\n")
    #expect(throws: DatasetError.noColumns(path: path, format: .uci)) {
      try TextDataset(path: path, options: ReadingOptions(format: .uci, textColumn: "sms"))
    }
  }
}
