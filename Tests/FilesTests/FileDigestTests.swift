import Files
import TestFiles
import Testing

@Suite struct FileDigestTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  // FIPS 180-4 example values, as published with the standard.
  @Test(arguments: [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func publishedValues(_ bytes: [UInt8], _ sha256: String) throws {
    let expected = FileDigest(sha256: sha256, byteCount: bytes.count)
    #expect(try FileDigest.of(path: folder.file("a", bytes)) == expected)
    // The same through the writer, in pieces that straddle its buffer.
    let written = try AtomicFile.write(to: folder.file("b")) { sink in
      for start in stride(from: 0, to: bytes.count, by: 33_333) {
        try sink.write(Array(bytes[start..<min(start + 33_333, bytes.count)]))
      }
    }
    #expect(written == expected)
    #expect(try folder.contents(of: "b") == bytes)
  }

  @Test func stampChangesWithTheFile() throws {
    let path = try folder.file("a", [1, 2, 3])
    let first = try FileStamp.of(path: path)
    #expect(first.byteCount == 3)
    #expect(try FileStamp.of(path: path) == first)
    #expect(try MappedFile(path: path).stamp == first)
    // The clock of a file system may tick only every few milliseconds.
    for _ in 0..<1000 where try FileStamp.of(path: path) == first {
      try folder.file("a", [1, 2, 4])
    }
    let second = try FileStamp.of(path: path)
    #expect(second.byteCount == 3)
    #expect(second.modificationNanoseconds > first.modificationNanoseconds)
  }

  @Test func missingFile() {
    let path = folder.file("nowhere")
    #expect(throws: FileError.self) { try FileDigest.of(path: path) }
    #expect(throws: FileError.self) { try FileStamp.of(path: path) }
  }
}
