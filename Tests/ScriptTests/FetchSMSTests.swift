import Foundation
import Testing

@Suite struct FetchSMSTests {
  /// A stand-in for the collection, and what sha256sum says of it.
  static let messages = Array((0..<2000).map { "ham\tmessage \($0)\n" }.joined().utf8)
  static let messagesDigest = "49a880cd72aeb79b898b8357eacccc255d0afdf0560e3beb5ca5f512832e24a3"
  static let collectionDigest = "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d"
  static let archive = ZipArchive.storing(messages, as: "SMSSpamCollection")

  let project: ProjectCopy
  let file = "data/SMSSpamCollection"
  let partial = "data/sms-spam-collection.zip.partial"

  init() throws { project = try ProjectCopy() }

  func fetch(from addresses: String..., arguments: [String] = []) throws -> ProgramResult {
    try project.run(
      "scripts/fetch-sms", arguments,
      environment: ["SPAMTUNE_SMS_URL": addresses.joined(separator: " ")])
  }

  /// From here on the stand-in is what the script wants.
  func acceptMessages() throws {
    try project.replace(Self.collectionDigest, with: Self.messagesDigest, in: "scripts/fetch-sms")
  }

  func serve(_ archive: [UInt8] = archive) throws -> LoopbackServer {
    try LoopbackServer { request, _ in .file(archive, for: request) }
  }

  @Test func fetchesOnce() throws {
    let server = try serve()
    defer { server.stop() }
    try acceptMessages()
    let first = try fetch(from: server.address + "/a.zip")
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(project.bytes(file) == Self.messages)
    #expect(project.names(in: "data") == ["SMSSpamCollection"])

    let second = try fetch(from: server.address + "/a.zip")
    #expect(second.exitCode == 0)
    #expect(second.errors.contains("already there"))
    #expect(server.requests.count == 1)
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["SPAMTUNE_SMS"] != nil, "needs SPAMTUNE_SMS"))
  func fetchesTheRealCollection() throws {
    let path = try #require(ProcessInfo.processInfo.environment["SPAMTUNE_SMS"])
    let collection = try Array(#require(FileManager.default.contents(atPath: path)))
    let server = try serve(ZipArchive.storing(collection, as: "SMSSpamCollection"))
    defer { server.stop() }
    let output = project.path("else where")
    let run = try fetch(from: server.address, arguments: ["--output", output])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(project.bytes("else where/SMSSpamCollection") == collection)
  }

  @Test func goesOnAfterABrokenConnection() throws {
    let server = try LoopbackServer { request, earlier in
      let file = HTTPResponse.file(Self.archive, for: request)
      return earlier == 0 ? file.dropped(after: 20_000) : file
    }
    defer { server.stop() }
    try acceptMessages()
    let run = try fetch(from: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(server.requests.map(\.rangeStart) == [nil, 20_000])
    #expect(project.bytes(file) == Self.messages)
  }

  /// The size is not announced beforehand, so the server's 416 says that all is there.
  @Test func goesOnAfterTheLastByte() throws {
    let server = try serve()
    defer { server.stop() }
    try acceptMessages()
    try project.write(Self.archive, to: partial)
    let run = try fetch(from: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(server.requests.map(\.rangeStart) == [Self.archive.count])
    #expect(project.bytes(file) == Self.messages)
  }

  @Test func startsOverWhenTheKeptBytesAreOfAnotherVersion() throws {
    let server = try serve()
    defer { server.stop() }
    try acceptMessages()
    try project.write(repeatElement(7, count: 90_000), to: partial)
    let run = try fetch(from: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(server.requests.map(\.rangeStart) == [90_000, nil])
    #expect(project.bytes(file) == Self.messages)
  }

  @Test func refusesAnotherCollection() throws {
    let server = try serve()
    defer { server.stop() }
    let run = try fetch(from: server.address)
    #expect(run.exitCode == 65)
    #expect(run.errors.contains(Self.collectionDigest), "\(run.errors)")
    #expect(run.errors.contains(Self.messagesDigest), "\(run.errors)")
    #expect(project.names(in: "data").isEmpty)
  }

  @Test func refusesWhatIsNoArchive() throws {
    let server = try serve(Array("<html>please log in</html>".utf8))
    defer { server.stop() }
    let run = try fetch(from: server.address)
    #expect(run.exitCode == 65)
    #expect(run.errors.contains("no archive"), "\(run.errors)")
    #expect(project.names(in: "data").isEmpty)
  }

  @Test func turnsToTheMirror() throws {
    let server = try LoopbackServer { request, _ in
      request.path == "/mirror" ? .file(Self.archive, for: request) : HTTPResponse(status: 404)
    }
    defer { server.stop() }
    try acceptMessages()
    let run = try fetch(from: server.address + "/gone", server.address + "/mirror")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("HTTP 404"), "\(run.errors)")
    #expect(project.bytes(file) == Self.messages)
  }

  @Test func saysThatThereIsNoNetwork() throws {
    let run = try fetch(from: "http://127.0.0.1:\(LoopbackServer.closedPort())/a.zip")
    #expect(run.exitCode == 69)
    #expect(run.errors.contains("there is no network"), "\(run.errors)")
    #expect(run.errors.contains("By hand"), "\(run.errors)")
    #expect(project.names(in: "data").isEmpty)
  }

  @Test(arguments: [["--output"], ["somewhere"]])
  func refusesWrongArguments(arguments: [String]) throws {
    let run = try fetch(from: "http://127.0.0.1:1", arguments: arguments)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains(arguments[0]), "\(run.errors)")
  }

  @Test func explainsItself() throws {
    let run = try project.run("scripts/fetch-sms", ["--help"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("scripts/fetch-sms [--output DIR]"))
  }
}
