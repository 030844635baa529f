import TestFiles
import Testing
import TextDatasets

@Suite struct FormatGuessTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("d.CSV", "label,text\nham,x\n", TextFileFormat.csv),
    ("d", "label,text\nham,x\n", .csv),
    ("d.txt", "\"text\",\"label\"\r\nx,ham\r\n", .csv),
    ("d.tsv", "ham\tx\n", .uci),
    ("d.tab", "text\tlabel\nx\tham\n", .tsv),
    ("d.txt", "Category\tMessage\nham\tx\n", .tsv),
    ("SMSSpamCollection", "ham\tx, y\n", .uci),
    ("folder.csv.d", "spam\t{\n", .uci),
    ("d.jsonl", #"{"text":"x","label":"ham"}"#, .jsonLines),
    ("d.ndjson", #"{"text":"x","label":"ham"}"#, .jsonLines),
    ("d.json", #"{"text":"x","label":"ham"}"#, .jsonLines),
    ("d", "\n \n" + #" {"text":"x\t","label":"ham"}"#, .jsonLines),
  ])
  func ofLabelledFiles(name: String, text: String, format: TextFileFormat) throws {
    let path = try folder.file(name, text)
    let dataset = try TextDataset(path: path)
    #expect(dataset.format == format)
    #expect(dataset.messages.count == 1)
  }

  @Test(arguments: [
    ("d.txt", "hello\nworld\n", TextFileFormat.lines),
    ("d.txt", "{not json\nworld\n", .lines),
    ("d.txt", "Well, text\n", .lines),
    ("d.txt", "[urgent] call\n", .lines),
    ("d.txt", "one\ttab\nno tab\n", .lines),
    ("d.txt", #"{"message":"x"}"#, .jsonLines),
    ("d.csv", "text\nx\n", .csv),
    ("d.tsv", "id\ttext\n1\tx\n", .tsv),
    ("SMSSpamCollection", "ham\tx y\nspam\tz\nham\tw\n", .uci),
    ("d.txt", "", .lines),
  ])
  func ofMessagesAlone(name: String, text: String, format: TextFileFormat) throws {
    let path = try folder.file(name, text)
    #expect(try MessageReader(path: path).format == format)
  }

  @Test func whatCannotBeToldIsAsked() throws {
    let path = try folder.file("d", "just some words\nand more\n")
    #expect(throws: DatasetError.unknownFormat(path: path)) { try TextDataset(path: path) }
    #expect(throws: DatasetError.noLabels(path: path)) {
      try TextDataset(path: path, options: ReadingOptions(format: .lines))
    }
  }

  @Test func aFormatThatIsSaidIsTaken() throws {
    let path = try folder.file("d.csv", "ham\tx,y\nspam\tz,\n")
    let dataset = try TextDataset(path: path, options: ReadingOptions(format: .uci))
    #expect(rows(dataset) == ["1|ham|x,y", "2|spam|z,"])
  }
}
