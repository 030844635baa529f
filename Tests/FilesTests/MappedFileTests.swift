import Files
import Foundation
import TestFiles
import Testing

@Suite struct MappedFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func holdsTheBytesOfTheFile() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let file = try MappedFile(path: folder.file("a", bytes))
    #expect(file.byteCount == 10_000)
    #expect(file.withUnsafeBytes { Array($0) } == bytes)
  }

  @Test func emptyFile() throws {
    let file = try MappedFile(path: folder.file("empty", []))
    #expect(file.byteCount == 0)
    #expect(file.withUnsafeBytes(\.count) == 0)
  }

  @Test func keepsTheOldBytesWhenTheFileIsReplaced() throws {
    let path = try folder.file("a", [1, 2, 3])
    let file = try MappedFile(path: path)
    try AtomicFile.write(to: path) { try $0.write([9] as [UInt8]) }
    #expect(file.withUnsafeBytes { Array($0) } == [1, 2, 3])
    #expect(try MappedFile(path: path).withUnsafeBytes { Array($0) } == [9])
  }

  @Test func missingFile() {
    let path = folder.file("nowhere")
    #expect(throws: FileError.system(file: path, operation: "open it", code: ENOENT)) {
      try MappedFile(path: path)
    }
    let error = #expect(throws: FileError.self) { try MappedFile(path: path) }
    #expect(
      error?.description == "\(path): cannot open it: No such file or directory. Check the path.")
  }

  @Test func folderAndPipeAreRefused() throws {
    #expect(throws: FileError.notAFile(file: folder.path, found: "a folder")) {
      try MappedFile(path: folder.path)
    }
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: FileError.notAFile(file: pipe, found: "a pipe")) {
      try MappedFile(path: pipe)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func unreadableFile() throws {
    let path = try folder.file("secret", [1])
    try #require(chmod(path, 0) == 0)
    #expect(throws: FileError.system(file: path, operation: "open it", code: EACCES)) {
      try MappedFile(path: path)
    }
  }
}
