#if os(Linux)
  import Experiments
  import Foundation
  import GPT2Tokenizer
  import Glibc
  import Reports
  import TestModels
  import Testing

  @Suite struct ReportReadingTests {
    /// In a process of its own, as the count of encoded texts is the process's.
    @Test func everyFileIsReadOnceAndEveryMessageTokenisedOnce() async {
      await #expect(processExitsWith: .success) {
        let made = try TinyRun()
        let watch = try FileWatch(folders: [
          made.folder, made.models.base, made.models.file("data"),
        ])
        let encoded = BytePairTokenizer.encodedTextCount
        let model = try ReportedModel(folder: made.folder, home: made.home)
        let messages = try model.messages(file: nil)
        let report = try model.report(on: messages, options: ReportOptions(commandLine: "report"))
        // Masks and disguises make new texts.
        let changed =
          (report.shortcuts?.masked.reduce(0) { $0 + $1.changed } ?? 0)
          + (report.obfuscation?.disguises.reduce(0) { $0 + $1.changed } ?? 0)
        #expect(messages.count == 12 && changed > 0)
        #expect(
          BytePairTokenizer.encodedTextCount - encoded == messages.count + changed)
        let opened = try watch.openedFiles()
        #expect(opened["messages.tsv"] == 1 && opened["run.json"] == 1)
        for (name, count) in opened { #expect(count == 1, "\(name): \(count) times") }
      }
    }
  }

  /// Counts how often the files in some folders are opened.
  private struct FileWatch {
    private let descriptor: Int32

    init(folders: [String]) throws {
      descriptor = inotify_init1(Int32(IN_NONBLOCK.rawValue))
      for folder in folders {
        try #require(inotify_add_watch(descriptor, folder, UInt32(IN_OPEN)) >= 0, "\(folder)")
      }
    }

    /// By name; databases open theirs as they see fit.
    func openedFiles() throws -> [String: Int] {
      var counts: [String: Int] = [:]
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      let length = read(descriptor, &buffer, buffer.count)
      try #require(length > 0)
      var offset = 0
      // Safe: the kernel writes whole events, each a header of 16 bytes and a name of the length that it says.
      while offset < length {
        let (mask, size) = buffer.withUnsafeBytes { bytes in
          (
            bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self),
            Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
          )
        }
        let name = String(
          decoding: buffer[offset + 16..<offset + 16 + size].prefix { $0 != 0 }, as: UTF8.self)
        if mask & UInt32(IN_ISDIR) == 0, !name.isEmpty, !name.contains(".sqlite") {
          counts[name, default: 0] += 1
        }
        offset += 16 + size
      }
      return counts
    }
  }
#endif
