import TestFiles
import Testing
import TextDatasets

@Suite struct FurtherColumnsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func values(
    _ text: String, in name: String, of columns: [String]
  ) throws -> [[String]] {
    let path = try folder.file(name, text)
    let options = ReadingOptions(furtherColumns: columns)
    return try TextDataset(path: path, options: options).messages.map(\.furtherValues)
  }

  @Test func valuesComeInTheOrderAskedFor() throws {
    let csv = "country,text,label,year\nde,hi,ham, 2020 \n\"a \"\"b\"\"\",win,spam,\n"
    #expect(
      try values(csv, in: "d.csv", of: ["year", "country"]) == [
        ["2020", "de"], ["", "a \"b\""],
      ])
    #expect(try values(csv, in: "d.csv", of: []) == [[], []])
    #expect(
      try values("text\tlabel\tx\na\tham\t1\nb\tspam\t2\n", in: "d.tsv", of: ["x"]) == [
        ["1"], ["2"],
      ])
  }

  @Test func theLabelsOwnColumnMayBeAskedForToo() throws {
    #expect(
      try values("text,label\na,ham\nb,spam\n", in: "d.csv", of: ["label"]) == [["ham"], ["spam"]])
  }

  @Test(arguments: [
    ("d.csv", "text,label\na,ham\nb,spam\n"), ("d.tsv", "label\ttext\nham\ta\nspam\tb\n"),
    ("d.jsonl", "{\"text\": \"a\", \"label\": \"ham\"}\n"),
  ])
  func messagesAreNoColumnBesideThemselves(name: String, contents: String) throws {
    let path = try folder.file(name, contents)
    let refusal = DatasetError.textAsFurtherColumn(path: path, name: "text")
    #expect(throws: refusal) {
      try TextDataset(path: path, options: ReadingOptions(furtherColumns: ["label", "text"]))
    }
    #expect(refusal.description.contains("`slice_column`"))
  }

  @Test func aTextColumnThatWasNamedIsNoneEither() throws {
    let path = try folder.file("d.csv", "text,label,body\na,ham,b\n")
    #expect(throws: DatasetError.textAsFurtherColumn(path: path, name: "body")) {
      try TextDataset(
        path: path, options: ReadingOptions(textColumn: "body", furtherColumns: ["body"]))
    }
    let options = ReadingOptions(textColumn: "body", furtherColumns: ["text"])
    #expect(try TextDataset(path: path, options: options).messages.map(\.furtherValues) == [["a"]])
  }

  @Test func jsonValuesAreAsWritten() throws {
    let lines = """
      {"text": "a", "label": "ham", "k": " x "}
      {"text": "b", "label": "spam", "k": 1.50}
      {"text": "c", "label": "ham", "k": true}
      {"text": "d", "label": "ham", "k": null}
      {"text": "e", "label": "ham"}
      """
    #expect(
      try values(lines, in: "d.jsonl", of: ["k"]) == [["x"], ["1.50"], ["true"], [""], [""]])
  }

  @Test func aListIsNoValue() throws {
    let path = try folder.file(
      "d.jsonl", "{\"text\": \"a\", \"label\": \"x\", \"k\": [1]}\n")
    #expect(
      throws: DatasetError.badRow(
        path: path,
        RowProblem(
          line: 1, reason: .wrongType(key: "k", expected: "a string, a number or a boolean")))
    ) {
      try TextDataset(path: path, options: ReadingOptions(furtherColumns: ["k"]))
    }
  }

  @Test func aColumnThatIsNotThereIsNamed() throws {
    let path = try folder.file("d.csv", "text,label\na,ham\n")
    #expect(
      throws: DatasetError.columnNotFound(
        path: path, name: "country", found: ["'text'", "'label'"])
    ) {
      try TextDataset(path: path, options: ReadingOptions(furtherColumns: ["country"]))
    }
  }

  @Test func aLayoutWithoutColumnsHasNone() throws {
    let path = try folder.file("messages", "ham\ta\nspam\tb\n")
    #expect(throws: DatasetError.noColumns(path: path, format: .uci)) {
      try TextDataset(path: path, options: ReadingOptions(furtherColumns: ["country"]))
    }
  }

  @Test func messagesWithoutLabelsDoNotCareForThem() throws {
    let path = try folder.file("d.csv", "text\na\n")
    var reader = try MessageReader(
      path: path, options: ReadingOptions(furtherColumns: ["country"]))
    #expect(try reader.next()?.text == "a")
  }
}
