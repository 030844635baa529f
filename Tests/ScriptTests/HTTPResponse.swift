/// What `LoopbackServer` answers, on purpose also wrongly: `dropAfter` breaks the connection.
struct HTTPResponse: Sendable {
  var status: Int
  var headers: [String: String] = [:]
  var body: [UInt8] = []
  /// Bytes of the body that are sent before the connection is closed; nil: all of them.
  var dropAfter: Int?

  static func redirect(to location: String, headers: [String: String] = [:]) -> HTTPResponse {
    HTTPResponse(status: 302, headers: headers.merging(["Location": location]) { $1 })
  }

  /// The file, or its tail when the request has a range. RFC 9110, section 14.
  static func file(_ bytes: [UInt8], for request: HTTPRequest) -> HTTPResponse {
    guard let start = request.rangeStart else { return HTTPResponse(status: 200, body: bytes) }
    guard start < bytes.count else {
      // The body must not end up in anybody's file.
      return HTTPResponse(
        status: 416, headers: ["Content-Range": "bytes */\(bytes.count)"], body: Array("no".utf8))
    }
    return HTTPResponse(
      status: 206,
      headers: ["Content-Range": "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"],
      body: Array(bytes[start...]))
  }

  func with(_ name: String, _ value: String) -> HTTPResponse {
    var response = self
    response.headers[name] = value
    return response
  }

  func dropped(after count: Int) -> HTTPResponse {
    var response = self
    response.dropAfter = count
    return response
  }

  /// The bytes on the wire. `Content-Length` counts the whole body, sent or not.
  func serialized(includingBody: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    head += "Connection: close\r\n\r\n"
    guard includingBody else { return Array(head.utf8) }
    return Array(head.utf8) + body.prefix(dropAfter ?? body.count)
  }
}
