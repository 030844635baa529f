import Files
import Foundation
import TestFiles
import Testing

@Suite struct AtomicFileTests {
  struct Stop: Error {}

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func createsAndReplaces() throws {
    let path = folder.file("a.txt")
    try AtomicFile.write(to: path) { sink in
      try sink.write("ab")
      try sink.write([0x63, 0x64] as [UInt8])
      #expect(sink.byteCount == 4)
    }
    #expect(try folder.contents(of: "a.txt") == Array("abcd".utf8))
    let digest = try AtomicFile.write(to: path) { _ in }
    #expect(digest.byteCount == 0)
    #expect(try folder.contents(of: "a.txt") == [])
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func piecesOfEverySizeArriveInOrder() throws {
    var expected: [UInt8] = []
    try AtomicFile.write(to: folder.file("a")) { sink in
      for (index, count) in [1, 262_143, 1, 262_144, 5, 262_145, 600_000, 0, 7].enumerated() {
        let piece = [UInt8](repeating: UInt8(index), count: count)
        expected += piece
        try sink.write(piece)
      }
    }
    #expect(try folder.contents(of: "a") == expected)
  }

  @Test func jsonIsIndentedAndSorted() throws {
    struct Place: Encodable {
      var path = "runs/a"
      var count: Int?
      var bytes = 3
    }
    let digest = try AtomicFile.write(json: Place(), to: folder.file("a.json"))
    #expect(
      try String(decoding: folder.contents(of: "a.json"), as: UTF8.self)
        == "{\n  \"bytes\" : 3,\n  \"path\" : \"runs/a\"\n}\n")
    #expect(try FileDigest.of(path: folder.file("a.json")) == digest)
  }

  @Test func errorInTheBodyLeavesTheOldFile() throws {
    try folder.file("a", [1, 2, 3])
    #expect(throws: Stop.self) {
      try AtomicFile.write(to: folder.file("a")) { sink in
        try sink.write([UInt8](repeating: 9, count: 1_000_000))
        #expect(try folder.contents(of: "a") == [1, 2, 3])
        throw Stop()
      }
    }
    #expect(try folder.contents(of: "a") == [1, 2, 3])
    #expect(try folder.names() == ["a"])
  }

  @Test func keepsPermissions() throws {
    let path = try folder.file("private", [1])
    try #require(chmod(path, 0o600) == 0)
    try AtomicFile.write(to: path) { try $0.write("x") }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func replacesALinkItself() throws {
    try folder.file("target", [1])
    try #require(symlink("target", folder.file("link")) == 0)
    try AtomicFile.write(to: folder.file("link")) { try $0.write("x") }
    #expect(try folder.contents(of: "link") == Array("x".utf8))
    #expect(try folder.contents(of: "target") == [1])
  }

  @Test func relativePathAndUnusualNames() throws {
    for name in ["\u{301}x", "-rf", " ", "ä\n"] {
      try AtomicFile.write(to: folder.file(name)) { try $0.write("x") }
      #expect(try folder.contents(of: name) == Array("x".utf8))
    }
    #expect(try folder.names().count == 4)
  }

  @Test func placesThatCannotBe() throws {
    try folder.file("file", [1])
    try FileManager.default.createDirectory(
      atPath: folder.file("inner"), withIntermediateDirectories: false)
    let long = String(repeating: "n", count: 300)
    for (name, problem) in [
      ("none/a", "cannot open its folder: No such file or directory. Check the path."),
      ("file/a", "cannot open its folder: Not a directory. Check the path."),
      ("inner", "expected a file, found a folder. Check the path."),
      ("inner/", "expected a file, found a folder. Check the path."),
      (long, "cannot look at it: File name too long. Choose a shorter name."),
    ] {
      let path = folder.file(name)
      let error = #expect(throws: FileError.self) {
        try AtomicFile.write(to: path) { _ in Issue.record("There is nowhere to write to.") }
      }
      #expect(error?.description == "\(path): \(problem)")
    }
    #expect(try folder.names() == ["file", "inner"])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func folderWithoutPermission() throws {
    try #require(chmod(folder.path, 0o500) == 0)
    defer { chmod(folder.path, 0o700) }
    let path = folder.file("a")
    #expect(throws: FileError.system(file: path, operation: "create it", code: EACCES)) {
      try AtomicFile.write(to: path) { _ in }
    }
  }

  @Test func removesWhatADeadWriterLeftBehind() throws {
    let dead = ".a.0123456789abcdef.partial"
    let others = [
      ".a.0123456789abcdeg.partial", ".a.b.0123456789abcdef.partial", ".a.fedcba9876543210.partial",
      ".b.0123456789abcdef.partial",
    ]
    try folder.file(".a.00000000000000ff.partial", [])
    for name in [dead] + others { try folder.file(name, [1]) }
    // One of them has a living writer.
    let living = Foundation.open(folder.file(others[2]), O_WRONLY)
    try #require(living >= 0 && flock(living, LOCK_EX) == 0)
    defer { close(living) }
    try AtomicFile.write(to: folder.file("a")) { try $0.write("x") }
    #expect(try folder.names() == (others + ["a"]).sorted())
  }

  /// Each clears away what it takes for abandoned, and must not take the others' files for that.
  @Test func writersOfOneFileLeaveEachOtherAlone() throws {
    let path = folder.file("a")
    DispatchQueue.concurrentPerform(iterations: 8) { writer in
      for _ in 0..<200 {
        #expect(throws: Never.self) {
          try AtomicFile.write([UInt8](repeating: UInt8(writer), count: 1000), to: path)
        }
      }
    }
    let found = try folder.contents(of: "a")
    #expect(found == [UInt8](repeating: try #require(found.first), count: 1000))
    #expect(try folder.names() == ["a"])
  }

  /// A limit on the size of files stands in for a full disk: both show in `write`.
  @Test func fullDisk() async throws {
    try folder.file("a", [1, 2, 3])
    await #expect(processExitsWith: .success) { [path = folder.file("a") as String] in
      signal(SIGXFSZ, SIG_IGN)
      let large = [UInt8](repeating: 9, count: 1_000_000)
      let expected = FileError.system(file: path, operation: "write it", code: EFBIG)
      try limitFileSize(to: 100_000)
      #expect(throws: expected) { try AtomicFile.write(to: path) { try $0.write(large) } }
      // The same for a body that does not care, and goes on when there is space again.
      #expect(throws: expected) {
        try AtomicFile.write(to: path) { sink in
          try? sink.write(large)
          try limitFileSize(to: 2_000_000)
          try? sink.write("x")
        }
      }
    }
    #expect(try folder.contents(of: "a") == [1, 2, 3])
    #expect(try folder.names() == ["a"])
  }
}

private func limitFileSize(to byteCount: rlim_t) throws {
  var limit = rlimit(rlim_cur: byteCount, rlim_max: 2_000_000)
  #if canImport(Darwin)
    try #require(setrlimit(RLIMIT_FSIZE, &limit) == 0)
  #else
    try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
  #endif
}
