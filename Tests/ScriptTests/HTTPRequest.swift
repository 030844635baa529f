/// What a client asked of `LoopbackServer`. Bodies are not read: the scripts only fetch.
struct HTTPRequest: Sendable {
  var method: String
  /// The request target as sent, query included.
  var path: String
  /// Names in lower case.
  var headers: [String: String]

  /// First byte of `Range: bytes=N-`.
  var rangeStart: Int? {
    guard let range = headers["range"], range.hasPrefix("bytes="), range.hasSuffix("-") else {
      return nil
    }
    return Int(range.dropFirst("bytes=".count).dropLast())
  }

  /// `head`: request line and headers, without the empty line. Nil when it is not HTTP/1.x.
  init?(head: String) {
    var lines = head.split(separator: "\r\n")
    guard !lines.isEmpty else { return nil }
    let words = lines.removeFirst().split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
    method = String(words[0])
    path = String(words[1])
    headers = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      headers[line[..<colon].lowercased()] = String(value)
    }
  }
}
