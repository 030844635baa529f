import Foundation
import Testing

@Suite struct FetchGPT2Tests {
  let project: ProjectCopy
  let weights = "weights/gpt2-medium/model.safetensors"
  let partial = "weights/gpt2-medium/model.safetensors.partial"

  init() throws { project = try ProjectCopy() }

  func fetch(
    from endpoint: String, _ arguments: [String] = ["gpt2-medium"],
    environment: [String: String] = [:]
  ) throws -> ProgramResult {
    try project.run(
      "scripts/fetch-gpt2", arguments,
      environment: ["HF_ENDPOINT": endpoint].merging(environment) { $1 })
  }

  @Test func fetchesEveryFileOnce() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    let first = try fetch(from: servers.hub.address + "/")
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(
      project.names(in: "weights/gpt2-medium") == [
        "config.json", "merges.txt", "model.safetensors", "tokenizer.json",
        "tokenizer_config.json", "vocab.json",
      ])
    #expect(project.bytes(weights) == HubServers.weights)
    for (name, file) in HubServers.small {
      #expect(project.text("weights/gpt2-medium/\(name)") == file.content)
    }
    #expect(!servers.hub.requests.contains { $0.path.contains("//") })

    let downloads = servers.downloads.count
    let second = try fetch(from: servers.hub.address)
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(second.errors.contains("model.safetensors is already there"))
    #expect(servers.downloads.count == downloads)
  }

  @Test func replacesAFileThatIsNotTheHubs() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    try project.write("hello wurld\n".utf8, to: "weights/gpt2-medium/config.json")
    #expect(try fetch(from: servers.hub.address).exitCode == 0)
    #expect(project.text("weights/gpt2-medium/config.json") == "hello world\n")
  }

  @Test func fetchesToTheGivenFolder() throws {
    let servers = try HubServers(missing: "tokenizer_config.json")
    defer { servers.stop() }
    let output = project.path("else where")
    let run = try fetch(from: servers.hub.address, ["gpt2-medium", "--output", output])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(project.names(in: "else where").count == 5)
    #expect(!project.exists("weights"))
  }

  @Test func sendsTheTokenToTheEndpointOnly() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    let run = try fetch(from: servers.hub.address, environment: ["HF_TOKEN": "hf_secret"])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(!servers.hub.requests.isEmpty)
    #expect(servers.hub.requests.allSatisfy { $0.headers["authorization"] == "Bearer hf_secret" })
    #expect(!servers.content.requests.isEmpty)
    #expect(servers.content.requests.allSatisfy { $0.headers["authorization"] == nil })
  }

  @Test func goesOnAfterABrokenConnection() throws {
    let servers = try HubServers { request, earlier in
      let file = HTTPResponse.file(HubServers.weights, for: request)
      return earlier == 0 ? file.dropped(after: 100_000) : file
    }
    defer { servers.stop() }
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(servers.content.requests.map(\.rangeStart) == [nil, 100_000])
    #expect(project.bytes(weights) == HubServers.weights)
  }

  @Test func goesOnInALaterRun() throws {
    // The second answer breaks before its first byte, which ends the first run.
    let servers = try HubServers { request, earlier in
      let file = HTTPResponse.file(HubServers.weights, for: request)
      return switch earlier {
      case 0: file.dropped(after: 100_000)
      case 1: file.dropped(after: 0)
      default: file
      }
    }
    defer { servers.stop() }
    let first = try fetch(from: servers.hub.address)
    #expect(first.exitCode == 69)
    #expect(first.errors.contains("100000 bytes are kept"), "\(first.errors)")
    #expect(!project.exists(weights))
    #expect(project.bytes(partial)?.count == 100_000)

    let second = try fetch(from: servers.hub.address)
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(servers.content.requests.map(\.rangeStart) == [nil, 100_000, 100_000])
    #expect(project.bytes(weights) == HubServers.weights)
    #expect(!project.exists(partial))
  }

  @Test func startsOverWhenTheServerIgnoresRanges() throws {
    let servers = try HubServers { _, _ in HTTPResponse(status: 200, body: HubServers.weights) }
    defer { servers.stop() }
    try project.write(HubServers.weights.prefix(50_000), to: partial)
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(servers.content.requests.map(\.rangeStart) == [50_000, nil])
    #expect(project.bytes(weights) == HubServers.weights)
  }

  @Test func startsOverWhenTheKeptBytesAreOfAnotherVersion() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    try project.write(repeatElement(7, count: 50_000), to: partial)
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(servers.content.requests.map(\.rangeStart) == [50_000, nil])
    #expect(project.bytes(weights) == HubServers.weights)
  }

  @Test func asksForNothingWhenTheKeptBytesAreAll() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    try project.write(HubServers.weights, to: partial)
    #expect(try fetch(from: servers.hub.address).exitCode == 0)
    #expect(servers.content.requests.isEmpty)
    #expect(project.bytes(weights) == HubServers.weights)
  }

  @Test func refusesAWrongDigest() throws {
    let servers = try HubServers { request, _ in
      .file(HubServers.weights.map { $0 ^ 1 }, for: request)
    }
    defer { servers.stop() }
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 65)
    #expect(run.errors.contains(HubServers.weightsDigest), "\(run.errors)")
    #expect(!project.exists(weights))
    #expect(!project.exists(partial))
  }

  @Test func refusesOtherWeightsUnderTheNameOfGPT2() throws {
    let server = try LoopbackServer { request, _ in
      guard request.path.hasSuffix("model.safetensors") else {
        let file = HubServers.small["config.json"]!
        return .file(Array(file.content.utf8), for: request).with("ETag", "\"\(file.digest)\"")
      }
      return .file(HubServers.weights, for: request)
        .with("X-Linked-Etag", "\"\(HubServers.weightsDigest)\"")
    }
    defer { server.stop() }
    let run = try fetch(from: server.address, [])
    #expect(run.exitCode == 65)
    #expect(run.errors.contains("248dfc3911869ec493c76e65bf2fcf7f"), "\(run.errors)")
    #expect(server.requests("GET", "/openai-community/gpt2/resolve/main/model.safetensors").isEmpty)
    #expect(project.exists("weights/gpt2/config.json"))
    #expect(!project.exists("weights/gpt2/model.safetensors"))
  }

  @Test func namesAMissingFile() throws {
    let servers = try HubServers(missing: "merges.txt")
    defer { servers.stop() }
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 69)
    #expect(run.errors.contains("404") && run.errors.contains("merges.txt"), "\(run.errors)")
  }

  @Test(arguments: [401, 403])
  func saysThatATokenIsNeeded(status: Int) throws {
    let server = try LoopbackServer { _, _ in HTTPResponse(status: status) }
    defer { server.stop() }
    let run = try fetch(from: server.address)
    #expect(run.exitCode == 69)
    #expect(run.errors.contains("HF_TOKEN"), "\(run.errors)")
    #expect(project.names(in: "weights/gpt2-medium").isEmpty)
  }

  @Test func saysThatThereIsNoNetwork() throws {
    let run = try fetch(from: "http://127.0.0.1:\(LoopbackServer.closedPort())")
    #expect(run.exitCode == 69)
    #expect(run.errors.contains("there is no network"), "\(run.errors)")
    #expect(project.names(in: "weights/gpt2-medium").isEmpty)
  }

  @Test func asksNothingOfTheNetworkWhenOffline() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    let empty = try fetch(from: servers.hub.address, environment: ["HF_HUB_OFFLINE": "1"])
    #expect(empty.exitCode == 69)
    #expect(empty.errors.contains("config.json is not there"), "\(empty.errors)")
    #expect(servers.hub.requests.isEmpty)

    #expect(try fetch(from: servers.hub.address).exitCode == 0)
    let asked = servers.hub.requests.count
    let full = try fetch(from: servers.hub.address, environment: ["HF_HUB_OFFLINE": "True"])
    #expect(full.exitCode == 0, "\(full.errors)")
    #expect(servers.hub.requests.count == asked)
  }

  @Test func stopsBeforeTheDiskIsFull() throws {
    let servers = try HubServers(announcedSize: 900_000_000_000_000)
    defer { servers.stop() }
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 73)
    #expect(run.errors.contains("needs 900000000 MB more"), "\(run.errors)")
    #expect(servers.content.requests.isEmpty)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func saysThatTheDiskIsFull() throws {
    let servers = try HubServers()
    defer { servers.stop() }
    try project.write([], to: "weights/gpt2-medium/config.json")
    try FileManager.default.createSymbolicLink(
      atPath: project.path(partial), withDestinationPath: "/dev/full")
    let run = try fetch(from: servers.hub.address)
    #expect(run.exitCode == 73)
    #expect(run.errors.contains("the disk refuses more data"), "\(run.errors)")
    #expect(!project.exists(weights))
  }

  @Test(arguments: [["gpt3"], ["--output"], ["--revision"]])
  func refusesWrongArguments(arguments: [String]) throws {
    let run = try fetch(from: "http://127.0.0.1:1", arguments)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains(arguments[0]), "\(run.errors)")
  }

  @Test func refusesATokenThatCouldBreakAHeader() throws {
    let run = try fetch(from: "http://127.0.0.1:1", environment: ["HF_TOKEN": "a\"\nurl=x"])
    #expect(run.exitCode == 64)
    #expect(run.errors == "HF_TOKEN has characters no token has.\n")
  }

  @Test func explainsItself() throws {
    let run = try project.run("scripts/fetch-gpt2", ["--help"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("gpt2-medium|gpt2-large|gpt2-xl"))
    #expect(run.output.contains("HF_ENDPOINT"))
  }
}
