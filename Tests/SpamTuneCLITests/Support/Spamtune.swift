import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program under test as a child process, its output caught in files so that no full pipe
/// can stop it.
final class Spamtune {
  /// It lies beside the test bundle.
  static let path: String = {
    #if os(macOS)
      let bundle = Bundle(for: Spamtune.self).bundleURL
    #else
      let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
    #endif
    return bundle.deletingLastPathComponent().appending(path: "spamtune").path
  }()

  private let process = Process()
  private let captured: String
  /// Open while the program reads what the test writes to it.
  private let input: Pipe?

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - folder: The current folder, and the place of everything that has no other.
  ///   - hasInput: Whether standard input is a pipe that the test writes to; else it is empty.
  ///   - output: Where standard output goes instead of being caught.
  init(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    hasInput: Bool = false, output: FileHandle? = nil
  ) throws {
    captured = folder + "/captured-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: captured, withIntermediateDirectories: true)
    input = hasInput ? Pipe() : nil
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder, "SPAMTUNE_HOME": folder + "/home", "COLUMNS": "80",
      "SWIFT_BACKTRACE": "enable=no",
    ].merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = try output ?? Self.file(captured + "/output")
    process.standardError = try Self.file(captured + "/errors")
    try process.run()
  }

  deinit {
    // Left running by a test that failed half-way.
    if process.isRunning { send(SIGKILL) }
  }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }
  /// Output so far.
  var output: String { text("output") }
  /// Notes and errors so far.
  var errors: String { text("errors") }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  func write(_ text: String) throws {
    try input?.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  func closeInput() throws { try input?.fileHandleForWriting.close() }

  /// Waits for a condition on a program that goes on meanwhile.
  ///
  /// - Returns: Whether it came true before the program ended.
  @discardableResult
  func wait(until condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(120)
    while isRunning {
      if try condition() { return true }
      // A condition that never comes must fail the test, not hang it.
      if ContinuousClock.now > deadline {
        send(SIGKILL)
        return false
      }
      usleep(500)
    }
    return try condition()
  }

  func finish() -> Outcome {
    process.waitUntilExit()
    let wasKilled = process.terminationReason == .uncaughtSignal
    defer { try? FileManager.default.removeItem(atPath: captured) }
    return Outcome(
      exitCode: process.terminationStatus + (wasKilled ? 128 : 0), output: output, errors: errors)
  }

  private func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: captured + "/" + name) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  private static func file(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(fileURLWithPath: path))
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }
}
