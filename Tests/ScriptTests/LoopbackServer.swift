import Foundation

#if canImport(Glibc)
  import Glibc
  private let streamSocket = Int32(SOCK_STREAM.rawValue)
  private let sendFlags = Int32(MSG_NOSIGNAL)
#elseif canImport(Darwin)
  import Darwin
  private let streamSocket = SOCK_STREAM
  private let sendFlags: Int32 = 0
#endif

/// An HTTP server on 127.0.0.1 for one client at a time. It keeps every request it has seen.
///
/// Safe: `descriptor` and `port` never change; the rest is read and written under `lock`.
final class LoopbackServer: @unchecked Sendable {
  /// Answers a request; `earlier` counts the same method and path before it.
  typealias Responder = @Sendable (_ request: HTTPRequest, _ earlier: Int) -> HTTPResponse

  let port: UInt16
  private let descriptor: Int32
  private let respond: Responder
  private let lock = NSLock()
  private var seen: [HTTPRequest] = []
  private var isStopped = false

  var address: String { "http://127.0.0.1:\(port)" }
  var requests: [HTTPRequest] { lock.withLock { seen } }

  func requests(_ method: String, _ path: String) -> [HTTPRequest] {
    requests.filter { $0.method == method && $0.path == path }
  }

  init(respond: @escaping Responder) throws {
    (descriptor, port) = try Self.listen()
    self.respond = respond
    Thread.detachNewThread { [self] in serve() }
  }

  func stop() { lock.withLock { isStopped = true } }

  /// A port of this machine that nobody listens on.
  static func closedPort() throws -> UInt16 {
    let (descriptor, port) = try listen()
    close(descriptor)
    return port
  }

  private static func listen() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, streamSocket, 0)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // Safe: sockaddr_in is as long as `length` says, and outlives the calls.
    let failed = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) != 0 || getsockname(descriptor, $0, &length) != 0
      }
    }
    #if canImport(Glibc)
      let refused = failed || Glibc.listen(descriptor, 8) != 0
    #else
      let refused = failed || Darwin.listen(descriptor, 8) != 0
    #endif
    guard !refused else {
      close(descriptor)
      throw POSIXError(.EADDRNOTAVAIL)
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private func serve() {
    defer { close(descriptor) }
    while !lock.withLock({ isStopped }) {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 20) > 0 else { continue }
      let client = accept(descriptor, nil, nil)
      guard client >= 0 else { continue }
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      answer(client)
      // Unlike `close` alone, it reaches the client even when a child process holds a copy.
      shutdown(client, Int32(SHUT_RDWR))
      close(client)
    }
  }

  private func answer(_ client: Int32) {
    guard let request = readRequest(client) else { return }
    let earlier = requests(request.method, request.path).count
    let response = respond(request, earlier)
    lock.withLock { seen.append(request) }
    let bytes = response.serialized(includingBody: request.method != "HEAD")
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(client, $0.baseAddress, $0.count, sendFlags)
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  private func readRequest(_ client: Int32) -> HTTPRequest? {
    var head: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = buffer.withUnsafeMutableBytes { recv(client, $0.baseAddress, $0.count, 0) }
      guard count > 0, head.count < 65_536 else { return nil }
      head += buffer[..<count]
    }
    return HTTPRequest(head: String(decoding: head.dropLast(4), as: UTF8.self))
  }
}
