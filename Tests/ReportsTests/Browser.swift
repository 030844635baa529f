import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A browser without a window, driven over the DevTools protocol: JSON messages that end with a zero
/// byte, to its file descriptor 3 and from its file descriptor 4.
final class Browser {
  /// The first of these names that is on the PATH.
  static let program: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["chromium-headless-shell", "chromium", "google-chrome", "chrome"].lazy
      .flatMap { name in folders.map { $0 + "/" + name } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
  static let isMissing = program == nil
  static let note = "needs chromium-headless-shell, chromium or google-chrome on the PATH"

  struct Event {
    var method: String
    var values: [String: Any]
  }

  /// What the browser has told so far, in order.
  private(set) var events: [Event] = []
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()
  private var received: [UInt8] = []
  private var session: String?
  private var count = 0

  /// Starts it with an empty page, which `send` then speaks to.
  ///
  /// - Parameter folder: Of its own, for what it keeps.
  init(in folder: String) throws {
    guard let program = Self.program else { throw BrowserError.missing }
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", program, "--headless",
      "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
      "--no-first-run", "--user-data-dir=\(folder)/profile", "about:blank",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["HOME": folder]) { $1 }
    process.standardInput = requests
    process.standardOutput = answers
    try process.run()
    let page = try send("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
    let attached = try send("Target.attachToTarget", ["targetId": page, "flatten": true])
    session = attached["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Network", "DOM"] { try send(domain + ".enable") }
  }

  deinit {
    session = nil
    do {
      try send("Browser.close")
      while true { _ = try receive() }  // until it has closed its end
    } catch BrowserError.ended {
      return
    } catch {
      process.terminate()
    }
  }

  /// One request and its answer; events that come in between are kept.
  @discardableResult
  func send(_ method: String, _ values: [String: Any] = [:]) throws -> [String: Any] {
    count += 1
    var request: [String: Any] = ["id": count, "method": method, "params": values]
    request["sessionId"] = session
    let bytes = try JSONSerialization.data(withJSONObject: request) + [0]
    try requests.fileHandleForWriting.write(contentsOf: bytes)
    while true {
      let message = try receive()
      guard message["id"] as? Int == count else { continue }
      guard let result = message["result"] as? [String: Any] else {
        throw BrowserError.refused(method: method, answer: "\(message["error"] ?? "nothing")")
      }
      return result
    }
  }

  /// Reads until an event of this name has come since the one numbered `first`.
  func wait(for method: String, since first: Int) throws {
    while !events.dropFirst(first).contains(where: { $0.method == method }) { _ = try receive() }
  }

  private func receive() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let data = Data(received[..<end])
        received.removeSubrange(...end)
        let message = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        if let method = message["method"] as? String {
          events.append(Event(method: method, values: message["params"] as? [String: Any] ?? [:]))
        }
        return message
      }
      // A browser that hangs must not stop the tests for ever. (Waiting for the process would, as its
      // children inherit the descriptor by which Foundation notices an end.)
      let handle = answers.fileHandleForReading
      var waiting = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 120_000) > 0 else { throw BrowserError.silent }
      let data = handle.availableData
      if data.isEmpty { throw BrowserError.ended }
      received += data
    }
  }
}

enum BrowserError: Error {
  case missing, silent, ended
  case refused(method: String, answer: String)
  case script(String)
}
