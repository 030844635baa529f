import TestFiles
import Testing
import TextDatasets

@Suite struct EncodingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x9F, 0x80], [0xE2, 0x82],
      [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80],
      [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x98, 0x20], [0xFF],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreNamedByLineAndOffset(bytes: [UInt8]) throws {
    let path = try folder.file(
      "d", Array("ham\tok\nham\té ".utf8) + bytes + Array("\nham\tz\n".utf8))
    #expect(
      firstProblem(path)
        == RowProblem(line: 2, reason: .invalidUTF8(byte: bytes[0], offset: 14)))
    let dataset = try TextDataset(path: path, options: ReadingOptions(skipsBadRows: true))
    #expect(rows(dataset) == ["1|ham|ok", "3|ham|z"])
  }

  @Test func wellFormedUTF8OfEveryLengthPasses() throws {
    let text = "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"
    let dataset = try TextDataset(path: try folder.file("d", "ham\t\(text)\n"))
    #expect(dataset.messages.first.map { Array($0.text.utf8) } == Array(text.utf8))
  }

  @Test func offsetsCountFromTheStartOfALargeFile() throws {
    var bytes = Array(String(repeating: "ham\tsome message\n", count: 40_000).utf8)
    let offset = bytes.count + 4
    bytes += Array("ham\t".utf8) + [0xFF, 0x0A]
    let path = try folder.file("d", bytes)
    #expect(
      firstProblem(path)
        == RowProblem(line: 40_001, reason: .invalidUTF8(byte: 0xFF, offset: offset)))
  }

  @Test func offsetsInsideDoubledQuotesAreTheFiles() throws {
    let path = try folder.file(
      "d.csv", Array("label,text\nham,\"a \"\"b\"\" ".utf8) + [0xFF] + Array("\"\n".utf8))
    #expect(firstProblem(path)?.reason == .invalidUTF8(byte: 0xFF, offset: 24))
  }

  @Test func latin1GivesEveryByteItsCodePoint() throws {
    let bytes = (UInt8(1)...255).filter { $0 != 0x0A && $0 != 0x0D }
    let path = try folder.file("d", Array("ham\t".utf8) + bytes + [0x0A])
    let dataset = try TextDataset(path: path, options: ReadingOptions(encoding: .latin1))
    #expect(dataset.messages[0].text.unicodeScalars.map(\.value) == bytes.map(UInt32.init))
  }

  @Test func whatCannotBeReadAsTextIsToldByItsFirstBytes() throws {
    let little = try folder.file("a.csv", [0xFF, 0xFE, 0x6C, 0x00])
    #expect(throws: DatasetError.utf16(path: little)) { try TextDataset(path: little) }
    let big = try folder.file("b", [0xFE, 0xFF, 0x00, 0x6C])
    #expect(throws: DatasetError.utf16(path: big)) { _ = try MessageReader(path: big) }
    let zip = try folder.file("sms.zip", [0x50, 0x4B, 0x03, 0x04, 0x14])
    #expect(throws: DatasetError.compressed(path: zip)) { try TextDataset(path: zip) }
    let gzip = try folder.file("sms.gz", [0x1F, 0x8B, 0x08])
    #expect(throws: DatasetError.compressed(path: gzip)) { try TextDataset(path: gzip) }
    let marked = try folder.file("c", [0xEF, 0xBB, 0xBF, 0x61, 0x09, 0x62])
    #expect(throws: DatasetError.utf8MarkInLatin1(path: marked)) {
      try TextDataset(path: marked, options: ReadingOptions(encoding: .latin1))
    }
  }
}
