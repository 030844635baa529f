import Foundation
import ModelFiles
import Testing

@Suite struct MappedFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func holdsTheBytesOfTheFile() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let file = try MappedFile(path: folder.store(bytes, as: "a"))
    #expect(file.byteCount == 10_000)
    #expect(file.withUnsafeBytes { Array($0) } == bytes)
  }

  @Test func emptyFile() throws {
    let file = try MappedFile(path: folder.store([], as: "empty"))
    #expect(file.byteCount == 0)
    #expect(file.withUnsafeBytes(\.count) == 0)
  }

  @Test func keepsTheOldBytesWhenTheFileIsReplaced() throws {
    let path = try folder.store([1, 2, 3], as: "a")
    let file = try MappedFile(path: path)
    try AtomicFile.write(to: path) { try $0.write([9] as [UInt8]) }
    #expect(file.withUnsafeBytes { Array($0) } == [1, 2, 3])
    #expect(try MappedFile(path: path).withUnsafeBytes { Array($0) } == [9])
  }

  @Test func missingFile() {
    let path = folder.path("nowhere")
    #expect(throws: ModelFileError.system(file: path, operation: "open it", code: ENOENT)) {
      try MappedFile(path: path)
    }
    #expect(
      complaint { () throws(ModelFileError) in _ = try MappedFile(path: path) }
        == "\(path): cannot open it: No such file or directory. Check the path.")
  }

  @Test func folderAndPipeAreRefused() throws {
    #expect(throws: ModelFileError.notAFile(file: folder.path, found: "a folder")) {
      try MappedFile(path: folder.path)
    }
    let pipe = folder.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: ModelFileError.notAFile(file: pipe, found: "a pipe")) {
      try MappedFile(path: pipe)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func unreadableFile() throws {
    let path = try folder.store([1], as: "secret")
    try #require(chmod(path, 0) == 0)
    #expect(throws: ModelFileError.system(file: path, operation: "open it", code: EACCES)) {
      try MappedFile(path: path)
    }
  }
}
