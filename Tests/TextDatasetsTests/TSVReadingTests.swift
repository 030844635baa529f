import TestFiles
import Testing
import TextDatasets

@Suite struct TSVReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func headerTellsColumnsAndQuotesAreLiteral() throws {
    let path = try folder.file("d.tsv", "id\tLabel\tMessage\r\n1\tham\t\"x\r\n\n2\tspam\ty\"\r\n")
    let dataset = try TextDataset(path: path)
    #expect(dataset.format == .tsv)
    #expect(rows(dataset) == ["2|ham|\"x", "4|spam|y\""])
  }

  @Test func wrongFieldCountIsABadRow() throws {
    let path = try folder.file("d.tsv", "label\ttext\nham\ta\tb\n")
    #expect(
      firstProblem(path)
        == RowProblem(line: 2, reason: .fieldCount(expected: 2, found: 3)))
  }

  @Test func columnOptionsMeanAHeader() throws {
    let path = try folder.file("d.tsv", "kind\tbody2\nham\ta\n")
    let options = ReadingOptions(textColumn: "body2", labelColumn: "kind")
    #expect(rows(try TextDataset(path: path, options: options)) == ["2|ham|a"])
    #expect(
      throws: DatasetError.columnNotFound(
        path: path, name: "txet", found: ["'kind'", "'body2'"])
    ) {
      try TextDataset(path: path, options: ReadingOptions(textColumn: "txet"))
    }
  }
}
