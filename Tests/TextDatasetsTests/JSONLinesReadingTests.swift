import TestFiles
import Testing
import TextDatasets

@Suite struct JSONLinesReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func labelsAreStringsIntegersAndBooleans() throws {
    let path = try folder.file(
      "d.jsonl",
      """
      {"text": "a", "label": "ham"}
      {"other": [1, {"x": [null, -1.5e+3, "]"]}], "label": 1, "text": "b"}

        { "label" : true , "text" : "c" } \r
      {"label":-12,"text":"d","e":{}}
      """)
    let dataset = try TextDataset(path: path)
    #expect(dataset.format == .jsonLines)
    #expect(rows(dataset) == ["1|ham|a", "2|1|b", "4|true|c", "5|-12|d"])
  }

  @Test func escapesAndNonASCII() throws {
    let path = try folder.file(
      "d.jsonl",
      #"{"\u0074ext": "\"\\\/\b\f\n\r\t\u00e9\ud83d\uDE00é😀\u0000", "label": " x "}"# + "\n")
    let dataset = try TextDataset(path: path)
    let expected = "\"\\/\u{8}\u{C}\n\r\té😀é😀\0"
    #expect(dataset.messages.map { Array($0.text.utf8) } == [Array(expected.utf8)])
    #expect(dataset.classes == ["x"])
  }

  @Test func latin1() throws {
    let path = try folder.file(
      "d.jsonl", Array(#"{"text": "caf"#.utf8) + [0xE9] + Array(#" \u20ac", "label": 0}"#.utf8))
    let dataset = try TextDataset(path: path, options: ReadingOptions(encoding: .latin1))
    #expect(rows(dataset) == ["1|0|café €"])
  }

  @Test func keysByGuessAndByName() throws {
    let path = try folder.file("d.jsonl", #"{"sms": "a", "class": "x", "kind": "y"}"#)
    #expect(rows(try TextDataset(path: path)) == ["1|x|a"])
    let options = ReadingOptions(labelColumn: "kind")
    let dataset = try TextDataset(path: path, options: options)
    #expect(rows(dataset) == ["1|y|a"])
    #expect(dataset.textColumn == "sms")
    #expect(
      throws: DatasetError.columnNotFound(
        path: path, name: "none", found: ["'sms'", "'class'", "'kind'"])
    ) {
      try TextDataset(path: path, options: ReadingOptions(textColumn: "none"))
    }
  }

  @Test(arguments: [
    (#"{"text": "a"}"#, RowProblem.Reason.missingKey("label")),
    (#"{"text": "a", "label": "x", "text": "b"}"#, .repeatedKey("text")),
    (#"{"text": 5, "label": "x"}"#, .wrongType(key: "text", expected: "a string")),
    (
      #"{"text": "a", "label": 1.0}"#,
      .wrongType(key: "label", expected: "a string, an integer or a boolean")
    ),
    (
      #"{"text": "a", "label": null}"#,
      .wrongType(key: "label", expected: "a string, an integer or a boolean")
    ),
    (#"{"text": "a\ud800", "label": "x"}"#, .loneSurrogate(key: "text")),
    (#"{"text": "a\ude00\ud83d", "label": "x"}"#, .loneSurrogate(key: "text")),
    (#"{"text": "", "label": "x"}"#, .emptyText),
    (#"{"text": "a", "label": " "}"#, .emptyLabel),
    (#"{"text": "a""#, .invalidJSON(expected: "',' or '}'", column: 13)),
    (#"{"text": "a"#, .invalidJSON(expected: "'\"' at the end of a string", column: 12)),
    (#"{"text" "a"}"#, .invalidJSON(expected: "':'", column: 9)),
    (#"{"text": }"#, .invalidJSON(expected: "a value", column: 10)),
    (#"{"text": tru}"#, .invalidJSON(expected: "'true'", column: 13)),
    (#"{"text": 1.}"#, .invalidJSON(expected: "a digit", column: 12)),
    (#"{"text": 01}"#, .invalidJSON(expected: "',' or '}'", column: 11)),
    (
      #"{"text": "\q"}"#, .invalidJSON(expected: "one of \"\\/bfnrtu after a backslash", column: 12)
    ),
    (#"{"text": "\u12g4"}"#, .invalidJSON(expected: "a hexadecimal digit", column: 15)),
    (
      "{\"text\": \"\u{1}\"}",
      .invalidJSON(
        expected: "an escape in place of a control character", column: 11)
    ),
    (#"{"text": "a", "label": "x"} {"#, .invalidJSON(expected: "the end of the line", column: 29)),
    (#"{"text": "a", }"#, .invalidJSON(expected: "'\"'", column: 15)),
    (#"{"text": [1,], "label": "x"}"#, .invalidJSON(expected: "a value", column: 13)),
    (#"["text"]"#, .invalidJSON(expected: "'{'", column: 1)),
  ])
  func badRowsByReason(row: String, reason: RowProblem.Reason) throws {
    let path = try folder.file("d.jsonl", #"{"text": "ok", "label": "x"}"# + "\n" + row + "\n")
    #expect(firstProblem(path) == RowProblem(line: 2, reason: reason))
  }

  @Test func nestingIsBounded() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    let path = try folder.file("d.jsonl", "{\"text\": \(deep)")
    #expect(
      firstProblem(path)?.reason
        == .invalidJSON(expected: "at most 512 levels of nesting", column: 521))
  }

  @Test func oneArrayIsRefusedWithAdvice() throws {
    let path = try folder.file("d.json", #"[{"text": "a", "label": "x"}]"#)
    #expect(throws: DatasetError.jsonArray(path: path)) { try TextDataset(path: path) }
  }
}
