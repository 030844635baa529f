import Foundation
import TestFiles
import Testing
import TextDatasets

@Suite struct MessageReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func emptyLinesAreEmptyMessages() throws {
    let path = try folder.file("d.txt", "one\n\n\"two\r\n \nlast")
    #expect(
      try rows(MessageReader(path: path)) == ["1|one", "2|", "3|\"two", "4| ", "5|last"])
  }

  @Test func csvNeedsNoLabelAndTextMayBeEmpty() throws {
    let path = try folder.file("d.csv", "id,text\n1,a\n2,\n3,\"b\nc\"\n")
    #expect(try rows(MessageReader(path: path)) == ["2|a", "3|", "4|b\nc"])
    let single = try folder.file("e.csv", "text\na\n\nb\n")
    #expect(try rows(MessageReader(path: single)) == ["2|a", "3|", "4|b"])
    let unnamed = try folder.file("f.csv", "a,b\n1,2\n")
    #expect(
      throws: DatasetError.columnNotGuessed(path: unnamed, role: .text, found: ["'a'", "'b'"])
    ) {
      _ = try MessageReader(path: unnamed)
    }
  }

  @Test func labelsOfLabelledFilesAreLeftOut() throws {
    let path = try folder.file("SMSSpamCollection", "ham\tone\nspam\ttwo\ttabs\nham\t\n")
    #expect(try rows(MessageReader(path: path)) == ["1|one", "2|two\ttabs", "3|"])
    let json = try folder.file("d.jsonl", #"{"label": 1, "text": "x"}"# + "\n{\"text\": \"\"}")
    #expect(try rows(MessageReader(path: json)) == ["1|x", "2|"])
  }

  @Test func readingGoesOnAfterAnErrorOrSkips() throws {
    let path = try folder.file("d.jsonl", "{\"text\":\"a\"}\n{\n{\"text\":\"b\"}\n")
    var reader = try MessageReader(path: path)
    #expect(try reader.next()?.text == "a")
    let problem = RowProblem(line: 2, reason: .invalidJSON(expected: "'\"'", column: 2))
    #expect(throws: DatasetError.badRow(path: path, problem)) { try reader.next() }
    let last = try reader.next()
    #expect(last?.text == "b")
    #expect(last?.row == 2)
    #expect(try reader.next() == nil)

    var skipping = try MessageReader(path: path, options: ReadingOptions(skipsBadRows: true))
    while try skipping.next() != nil {}
    #expect(skipping.skippedCount == 1)
  }

  @Test func aPipeAnswersLineByLine() throws {
    let pipe = Pipe()
    let input = pipe.fileHandleForWriting
    try input.write(contentsOf: Data("a\n".utf8))
    var reader = try MessageReader(
      fileDescriptor: pipe.fileHandleForReading.fileDescriptor, name: "a pipe")
    #expect(reader.format == .lines)
    #expect(try reader.next()?.text == "a")
    try input.write(contentsOf: Data("b\n\nc".utf8))
    #expect(try reader.next()?.text == "b")
    #expect(try reader.next()?.text == "")
    try input.close()
    #expect(try reader.next()?.text == "c")
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  @Test func aPipeOfJSONLinesIsRecognised() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(#"{"text":"x"}"#.utf8))
    try pipe.fileHandleForWriting.close()
    let reader = try MessageReader(fileDescriptor: pipe.fileHandleForReading.fileDescriptor)
    #expect(try rows(reader) == ["1|x"])
  }

  @Test func linesBeyondTheLimitAreBadRows() throws {
    let limit = 16 << 20
    let text = { (count: Int) in String(repeating: "x", count: count) }
    let path = try folder.file("d.txt", "\(text(limit))\n\(text(limit + 1))\na\n\(text(limit + 9))")
    var reader = try MessageReader(path: path, options: ReadingOptions(format: .lines))
    #expect(try reader.next()?.text.utf8.count == limit)
    let problem = RowProblem(line: 2, reason: .tooLong(limit: limit))
    #expect(throws: DatasetError.badRow(path: path, problem)) { try reader.next() }
    #expect(try reader.next()?.text == "a")
    #expect(throws: DatasetError.self) { try reader.next() }
    #expect(try reader.next() == nil)
  }
}
