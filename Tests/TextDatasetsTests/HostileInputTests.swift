import SeededRandom
import TestFiles
import Testing
import TextDatasets

/// Random files made of the bytes that mean something.
@Suite struct HostileInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let pieces: [[UInt8]] =
    [
      "\"", "\"", ",", "\n", "\r\n", "\r", "\t", "{", "}", "[", "]", ":", "\\", "\\u", "d83d", "0",
      "a", " ", "é", "\"text\":", "\"label\":", "{\"text\":\"a\",\"label\":\"b\"}", "true", "-1.5e",
      "text,label\n", "\0",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xEF, 0xBB, 0xBF]]

  @Test(arguments: TextFileFormat.allCases)
  func anyBytesGiveRowsOrAnError(format: TextFileFormat) throws {
    var generator = SplitMix64(seed: 11)
    let header: [UInt8] =
      switch format {
      case .csv: Array("text,label\n".utf8)
      case .tsv: Array("text\tlabel\n".utf8)
      case .jsonLines: Array("{\"text\":\"a\",\"label\":\"b\"}\n".utf8)
      case .uci, .lines: []
      }
    for round in 0..<400 {
      var bytes = round % 4 == 0 ? [] : header
      for _ in 0..<generator.uniform(below: 40) {
        bytes += Self.pieces[generator.uniform(below: Self.pieces.count)]
      }
      let path = try folder.file("d", bytes)
      let options = ReadingOptions(
        format: round % 3 == 0 ? nil : format, encoding: round % 2 == 0 ? .utf8 : .latin1,
        skipsBadRows: true)
      let lineCount = bytes.count { $0 == 0x0A } + 1
      if let dataset = try? TextDataset(path: path, options: options) {
        let lines = dataset.messages.map(\.line) + dataset.skipped.map(\.line)
        #expect(Set(lines).count == lines.count)
        #expect(lines.allSatisfy { (1...lineCount).contains($0) })
      }
      if var reader = try? MessageReader(path: path, options: options) {
        while let message = try reader.next() {
          #expect((1...lineCount).contains(message.line))
        }
      }
    }
  }

  @Test func whatIsWrittenAsCSVIsReadAgain() throws {
    let pieces = ["\"", ",", "\n", "\r\n", "\r", "a", " ", "é", "\t", "\"\""]
    var generator = SplitMix64(seed: 12)
    var text = "label,text\r\n"
    var expected: [[UInt8]] = []
    for _ in 0..<3_000 {
      var field = "x"
      for _ in 0..<generator.uniform(below: 12) {
        field += pieces[generator.uniform(below: pieces.count)]
      }
      expected.append(Array(field.utf8))
      let lineEnd = generator.uniform(below: 2) == 0 ? "\n" : "\r\n"
      let quoted = field.utf8.reduce(into: [UInt8]()) { bytes, byte in
        bytes += byte == 0x22 ? [byte, byte] : [byte]
      }
      text += "ham,\"\(String(decoding: quoted, as: UTF8.self))\"\(lineEnd)"
    }
    let dataset = try TextDataset(path: try folder.file("d.csv", text))
    #expect(dataset.messages.map { Array($0.text.utf8) } == expected)
  }
}
