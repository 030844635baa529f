import Foundation
import ModelFiles
import Testing

@Suite struct AtomicFileTests {
  struct Stop: Error {}

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func createsAndReplaces() throws {
    let path = folder.path("a.txt")
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
    try AtomicFile.write(to: folder.path("a")) { sink in
      for (index, count) in [1, 262_143, 1, 262_144, 5, 262_145, 600_000, 0, 7].enumerated() {
        let piece = [UInt8](repeating: UInt8(index), count: count)
        expected += piece
        try sink.write(piece)
      }
    }
    #expect(try folder.contents(of: "a") == expected)
  }

  @Test func errorInTheBodyLeavesTheOldFile() throws {
    try folder.store([1, 2, 3], as: "a")
    #expect(throws: Stop.self) {
      try AtomicFile.write(to: folder.path("a")) { sink in
        try sink.write([UInt8](repeating: 9, count: 1_000_000))
        #expect(try folder.contents(of: "a") == [1, 2, 3])
        throw Stop()
      }
    }
    #expect(try folder.contents(of: "a") == [1, 2, 3])
    #expect(try folder.names() == ["a"])
  }

  @Test func keepsPermissions() throws {
    let path = try folder.store([1], as: "private")
    try #require(chmod(path, 0o600) == 0)
    try AtomicFile.write(to: path) { try $0.write("x") }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func replacesALinkItself() throws {
    try folder.store([1], as: "target")
    try #require(symlink("target", folder.path("link")) == 0)
    try AtomicFile.write(to: folder.path("link")) { try $0.write("x") }
    #expect(try folder.contents(of: "link") == Array("x".utf8))
    #expect(try folder.contents(of: "target") == [1])
  }

  @Test func relativePathAndUnusualNames() throws {
    for name in ["\u{301}x", "-rf", " ", "ä\n"] {
      try AtomicFile.write(to: folder.path(name)) { try $0.write("x") }
      #expect(try folder.contents(of: name) == Array("x".utf8))
    }
    #expect(try folder.names().count == 4)
  }

  @Test func placesThatCannotBe() throws {
    try folder.store([1], as: "file")
    try FileManager.default.createDirectory(
      atPath: folder.path("inner"), withIntermediateDirectories: false)
    let long = String(repeating: "n", count: 300)
    for (name, problem) in [
      ("none/a", "cannot open its folder: No such file or directory. Check the path."),
      ("file/a", "cannot open its folder: Not a directory. Check the path."),
      ("inner", "expected a file, found a folder. Check the path."),
      ("inner/", "expected a file, found a folder. Check the path."),
      (long, "cannot look at it: File name too long. Choose a shorter name."),
    ] {
      let path = folder.path(name)
      let error = #expect(throws: ModelFileError.self) {
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
    let path = folder.path("a")
    #expect(throws: ModelFileError.system(file: path, operation: "create it", code: EACCES)) {
      try AtomicFile.write(to: path) { _ in }
    }
  }

  @Test func removesWhatADeadWriterLeftBehind() throws {
    let dead = ".a.0123456789abcdef.partial"
    let others = [
      ".a.0123456789abcdeg.partial", ".a.b.0123456789abcdef.partial", ".a.fedcba9876543210.partial",
      ".b.0123456789abcdef.partial",
    ]
    for name in [dead] + others { try folder.store([1], as: name) }
    // This one died before its first byte.
    try folder.store([], as: ".a.1111111111111111.partial")
    // One of them has a living writer.
    let living = Foundation.open(folder.path(others[2]), O_WRONLY)
    try #require(living >= 0 && flock(living, LOCK_EX) == 0)
    defer { close(living) }
    try AtomicFile.write(to: folder.path("a")) { try $0.write("x") }
    #expect(try folder.names() == (others + ["a"]).sorted())
  }

  /// A limit on the size of files stands in for a full disk: both show in `write`.
  @Test func fullDisk() async throws {
    try folder.store([1, 2, 3], as: "a")
    await #expect(processExitsWith: .success) { [path = folder.path("a") as String] in
      signal(SIGXFSZ, SIG_IGN)
      let large = [UInt8](repeating: 9, count: 1_000_000)
      let expected = ModelFileError.system(file: path, operation: "write it", code: EFBIG)
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
