import Files
import Foundation
import TestFiles
import Testing

/// A process that writes one file again and again, and is killed at some moment.
@Suite struct KilledWriterTests {
  /// Each version is one byte repeated, and its length tells which byte.
  static func version(_ number: UInt8) -> [UInt8] {
    [UInt8](repeating: number, count: 200_000 + 1000 * Int(number))
  }

  @Test(arguments: [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
  func leavesTheOldFileOrTheNewOne(afterMilliseconds delay: Int) async throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(to: folder.file("a")) { try $0.write(Self.version(0)) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = folder.file("a") as String, delay] in
      Thread.detachNewThread {
        usleep(UInt32(1000 * delay))
        kill(getpid(), SIGKILL)
      }
      for number in sequence(first: 1 as UInt8, next: { $0 % 200 + 1 }) {
        try AtomicFile.write(to: path) { sink in
          let bytes = Self.version(number)
          for start in stride(from: 0, to: bytes.count, by: 40_000) {
            try sink.write(Array(bytes[start..<min(start + 40_000, bytes.count)]))
          }
        }
      }
    }
    let found = try folder.contents(of: "a")
    #expect(found == Self.version(try #require(found.first)))
    // At most the file that was being written lies about, and the next writer clears it away.
    #expect(try folder.names().count <= 2)
    try AtomicFile.write(to: folder.file("a")) { try $0.write("x") }
    #expect(try folder.names() == ["a"])
  }
}
