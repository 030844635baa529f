/// The two hosts a Hugging Face download meets: the hub, which knows names, digests and tokens, and
/// the content network it sends large files to.
struct HubServers {
  let hub: LoopbackServer
  let content: LoopbackServer

  static let folder = "/openai-community/gpt2-medium/resolve/main/"

  /// 300,000 bytes, and what sha256sum says of them.
  static let weights: [UInt8] = (0..<300_000).map { (i: Int) in UInt8((i * 31 + i / 251) % 251) }
  static let weightsDigest = "5a5d1daeeaa10c665f1e6f1f7b205487131b6e3fe98b20f64881a6280770d322"

  /// Small files, and what `git hash-object` says of them.
  static let small: [String: (content: String, digest: String)] = [
    "config.json": ("hello world\n", "3b18e512dba79e4c8300dd08aeb37f8e728b8dad"),
    "vocab.json": ("{\"a\": 0}\n", "67bba274b4a194356fa78b6cd5bc297ebb358c1b"),
    "merges.txt": ("#version: 0.2\n", "5e7f1fd94996c8e2b65adea828af1b398eace61f"),
    "tokenizer.json": ("{\"version\": \"1.0\"}\n", "92bdb0aff34a95a7c00546c3d608c984294164ed"),
    "tokenizer_config.json": ("{}\n", "0967ef424bce6791893e9a57bb952f80fd536e93"),
  ]

  /// - Parameters:
  ///   - missing: a file the hub answers 404 for.
  ///   - announcedSize: what the hub says of the weights.
  ///   - serveWeights: the content network's answer; `earlier` counts the downloads before it.
  init(
    missing: String? = nil, announcedSize: Int = weights.count,
    serveWeights: @escaping LoopbackServer.Responder = { request, _ in
      .file(HubServers.weights, for: request)
    }
  ) throws {
    let content = try LoopbackServer(respond: serveWeights)
    let cached = "/api/resolve-cache/"
    hub = try LoopbackServer { request, _ in
      let name = request.path.split(separator: "/").last.map(String.init) ?? ""
      guard name != missing else { return HTTPResponse(status: 404) }
      if request.path.hasPrefix(cached), let file = Self.small[name] {
        return .file(Array(file.content.utf8), for: request).with("ETag", "\"\(file.digest)\"")
      }
      guard request.path == Self.folder + name else { return HTTPResponse(status: 404) }
      if name == "model.safetensors" {
        return .redirect(
          to: content.address + "/blob?signature=1",
          headers: [
            "X-Linked-Etag": "\"\(Self.weightsDigest)\"", "X-Linked-Size": String(announcedSize),
            "ETag": "\"of-the-redirect\"",
          ])
      }
      return .redirect(to: cached + name)
    }
    self.content = content
  }

  func stop() {
    hub.stop()
    content.stop()
  }

  /// Every request for bytes, on either host.
  var downloads: [HTTPRequest] { (hub.requests + content.requests).filter { $0.method == "GET" } }
}
