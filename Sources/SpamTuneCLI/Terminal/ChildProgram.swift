import Foundation
import Synchronization

/// This program, run once more with other arguments in a process of its own, so that its memory and its
/// end are its own too.
enum ChildProgram {
  struct Outcome {
    /// What it printed on standard output.
    let output: Data
    let exitCode: Int32
    /// On standard error.
    fileprivate let lastLine: String

    /// The sentence that says why it failed. One that was killed has none.
    var reason: String {
      let prefix = "spamtune: "
      guard lastLine.hasPrefix(prefix) else {
        return "It ended with code \(exitCode) and without a reason. Was there enough memory?"
      }
      return String(lastLine.dropFirst(prefix.count))
    }
  }

  /// Runs the program to its end. An interruption of this process is passed on, once.
  ///
  /// - Parameter onLine: Told of every line on standard error, from another thread.
  /// - Throws: What starting a process throws.
  static func run(
    _ arguments: [String], onLine: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    let lastLine = Mutex("")
    try process.run()
    // Both pipes are emptied at the same time, or the program would wait for a full one.
    let group = DispatchGroup()
    let collected = Mutex(Data())
    DispatchQueue.global().async(group: group) {
      let data = output.fileHandleForReading.readDataToEndOfFile()
      collected.withLock { $0 = data }
    }
    DispatchQueue.global().async(group: group) {
      forEachLine(of: errors.fileHandleForReading) { line in
        lastLine.withLock { $0 = line }
        onLine(line)
      }
    }
    var isToldToStop = false
    while process.isRunning {
      if Interruption.isRequested, !isToldToStop {
        process.interrupt()
        isToldToStop = true
      }
      usleep(20_000)
    }
    process.waitUntilExit()
    group.wait()
    return Outcome(
      output: collected.withLock { $0 }, exitCode: process.terminationStatus,
      lastLine: lastLine.withLock { $0 })
  }

  private static var executable: URL {
    #if os(Linux)
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    #else
      URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    #endif
  }

  private static func forEachLine(of handle: FileHandle, _ body: (String) -> Void) {
    var rest = Data()
    while case let data = handle.availableData, !data.isEmpty {
      rest.append(data)
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        body(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
        rest = Data(rest[rest.index(after: end)...])
      }
    }
    if !rest.isEmpty { body(String(decoding: rest, as: UTF8.self)) }
  }
}
